const paths = {
  alert:
    'M12 8v5m0 3.500v.01M10.300 3.900 2.400 17.500A2 2 0 0 0 4.100 20.500h15.800a2 2 0 0 0 1.700-3L13.700 3.900a2 2 0 0 0-3.400 0z',
  check: 'm5 12.500 4.500 4.500L19 7.500',
  chevron: 'm9 6 6 6-6 6',
  clock: 'M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
  copy: 'M9 9h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1zM16 9V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3',
  close: 'M6 6l12 12M18 6 6 18',
  down: 'M12 5v14m-6-6 6 6 6-6',
  hash: 'M9.500 4 7.500 20m9-16-2 16M4.500 9h16M3.500 15h16',
  invite: 'M15 19c0-3-2.700-5-6-5s-6 2-6 5m6-8a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zm9-3v6m3-3h-6',
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M6 11h12a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1z',
  logOut: 'M14 4h4a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-4M10 8l-4 4 4 4m-4-4h10',
  menu: 'M4 7h16M4 12h16M4 17h16',
  offline:
    'M3 3l18 18M8.500 15.500a5 5 0 0 1 5.500-1m-8.500-3a9 9 0 0 1 4-2.200m4.500-.1a9 9 0 0 1 4.500 2.300M2.500 8.500a14 14 0 0 1 4-2.600M11 5a14 14 0 0 1 10.500 3.500M12 19v.01',
  people:
    'M16 19c0-3-2.700-5-6-5s-6 2-6 5m6-8a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zm6-6.700a3.500 3.500 0 0 1 0 6.400m2 3.800c1.500.8 2.500 2.300 2.500 4.500',
  plus: 'M12 5v14M5 12h14',
  send: 'M4.500 12 3.500 5l17 7-17 7 1-7zm0 0h8',
  settings:
    'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zm7.400-1.500a8 8 0 0 0 0-3l2-1.500-2-3.500-2.400 1a8 8 0 0 0-2.600-1.500L14 2.500h-4L9.600 5A8 8 0 0 0 7 6.500l-2.400-1-2 3.500 2 1.500a8 8 0 0 0 0 3l-2 1.500 2 3.500 2.400-1A8 8 0 0 0 9.600 19l.4 2.500h4l.4-2.500a8 8 0 0 0 2.600-1.500l2.400 1 2-3.500z',
} as const;

export type IconName = keyof typeof paths;

/** A picture that repeats what a label says: hidden from screen readers. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
