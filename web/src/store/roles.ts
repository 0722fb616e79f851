import type { Role } from '../api/types';

const RANK: Readonly<Record<Role, number>> = { guest: 0, member: 1, admin: 2, owner: 3 };

export function isAdmin(role: Role | null | undefined): boolean {
  return role === 'owner' || role === 'admin';
}

/** Whether somebody with the first role stands above somebody with the second. */
export function outranks(role: Role, other: Role): boolean {
  return RANK[role] > RANK[other];
}

/** The roles that somebody with `mine` may give to somebody with `theirs`; none if they may not. */
export function rolesToGive(mine: Role, theirs: Role): readonly Role[] {
  return outranks(mine, theirs)
    ? (['admin', 'member', 'guest'] as const).filter((role) => outranks(mine, role))
    : [];
}
