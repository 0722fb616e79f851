/** What this version's server can do; a control for anything else is not shown. */
export const features = {
  /** Edit, delete, react, comment, pin, follow, mark unread, inbox, drafts, typing. */
  edit: true,
  react: true,
  comment: true,
  pin: true,
  unread: true,
  inbox: true,
  drafts: true,
  typing: true,
  everyone: true,
  images: false,
  metadataSearch: false,
  teamAdmin: true,
  channelAdmin: true,
  notifications: true,
  watch: true,
  push: true,
};
