/** What this version's server can do; a control for anything else is not shown. */
export const features = {
  /** Edit, delete, react, comment, pin, follow, mark unread, inbox, drafts, typing. */
  edit: false,
  react: false,
  comment: false,
  pin: false,
  unread: false,
  inbox: false,
  drafts: false,
  typing: false,
  everyone: false,
  images: false,
  metadataSearch: false,
  teamAdmin: true,
  channelAdmin: true,
  notifications: true,
  watch: true,
  push: true,
};
