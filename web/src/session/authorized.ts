import type { Method } from '../api/http';
import { request } from '../api/http';
import { Problem } from '../api/problem';
import { accessToken, end } from './session';

/**
 * Sends a request with the session's token, renewing the token once if the server refuses it. A session
 * that has ended is forgotten, which brings the log-in page.
 */
export async function authorized<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const token = await accessToken();
  try {
    return await request<T>(method, path, body, token);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) {
      throw error;
    }
  }
  const renewed = await accessToken(token);
  try {
    return await request<T>(method, path, body, renewed);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) {
      end(true);
    }
    throw error;
  }
}
