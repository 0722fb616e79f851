package chat.api;

import chat.access.Access;
import chat.account.AccountLimits;
import chat.account.Accounts;
import chat.account.GetMe;
import chat.account.GetUser;
import chat.account.LogIn;
import chat.account.LogOut;
import chat.account.Passwords;
import chat.account.RefreshSession;
import chat.account.RevokedSessions;
import chat.account.SessionReplies;
import chat.account.Sessions;
import chat.account.SignUp;
import chat.attachment.AttachmentParts;
import chat.auth.AccessTokens;
import chat.cache.FencedCache;
import chat.channels.AddChannelMember;
import chat.channels.Audiences;
import chat.channels.ChangeChannel;
import chat.channels.ChannelRows;
import chat.channels.ChannelViews;
import chat.channels.Channels;
import chat.channels.CreateChannel;
import chat.channels.DirectMessages;
import chat.channels.Directory;
import chat.channels.GetChannel;
import chat.channels.JoinChannel;
import chat.channels.ListChannelMembers;
import chat.channels.ListDms;
import chat.channels.ListTeamChannels;
import chat.channels.MembershipRows;
import chat.channels.OpenDm;
import chat.channels.RemoveChannelMember;
import chat.channels.SetNotifications;
import chat.config.AuthConfig;
import chat.config.CdnConfig;
import chat.config.Configuration;
import chat.config.LimitsConfig;
import chat.config.MysqlConfig;
import chat.config.NodeConfig;
import chat.config.RedisConfig;
import chat.config.S3Config;
import chat.device.GetPush;
import chat.device.ListDevices;
import chat.device.Push;
import chat.device.SignOutDevice;
import chat.device.SubscribeDevice;
import chat.device.TestDevice;
import chat.device.UnsubscribeDevice;
import chat.http.ClientAddress;
import chat.limit.RateLimiter;
import chat.message.Conversation;
import chat.message.DeleteMessage;
import chat.message.EditMessage;
import chat.message.FollowThread;
import chat.message.GetDraft;
import chat.message.GetMessage;
import chat.message.ListChanges;
import chat.message.ListComments;
import chat.message.ListDrafts;
import chat.message.ListMentions;
import chat.message.ListMessages;
import chat.message.ListPins;
import chat.message.ListReactions;
import chat.message.ListThreads;
import chat.message.MarkAllRead;
import chat.message.MarkRead;
import chat.message.MarkUnread;
import chat.message.MyChannels;
import chat.message.OwnNews;
import chat.message.PinMessage;
import chat.message.PutDraft;
import chat.message.ReactToMessage;
import chat.message.ReadThread;
import chat.message.RemoveDraft;
import chat.message.SearchMessages;
import chat.message.SendMessage;
import chat.outbox.Lease;
import chat.outbox.Outbox;
import chat.outbox.OutboxRelay;
import chat.settings.ChangeSettings;
import chat.settings.SettingsRows;
import chat.sql.Database;
import chat.status.GetStatus;
import chat.status.Looks;
import chat.status.SetStatus;
import chat.status.Statuses;
import chat.store.Broadcasts;
import chat.store.Drafts;
import chat.store.MentionInbox;
import chat.store.ReadPositions;
import chat.store.RedisLink;
import chat.store.Threads;
import chat.team.AcceptInvite;
import chat.team.ChangeTeam;
import chat.team.ChangeTeamRole;
import chat.team.CreateInvite;
import chat.team.CreateTeam;
import chat.team.Crew;
import chat.team.GetInvite;
import chat.team.GetTeamPresence;
import chat.team.Invites;
import chat.team.JoinTeam;
import chat.team.ListInvites;
import chat.team.ListTeamMembers;
import chat.team.ListTeams;
import chat.team.Mentionable;
import chat.team.MuteTeam;
import chat.team.PresenceQuery;
import chat.team.RemoveTeamMember;
import chat.team.RevokeInvite;
import chat.team.TeamMembers;
import chat.team.TeamNews;
import chat.team.Teams;
import chat.team.TransferTeam;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.mongo.MongoClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Everything that the API is made of, wired together once for a process. */
final class ApiServices implements AutoCloseable {
  /** A cache slower than the database would be none. */
  private static final Duration REDIS_WITHIN = Duration.ofMillis(250);

  private static final Duration RELAY_PAUSE = Duration.ofSeconds(1);
  private static final Duration RELAY_LEASE = Duration.ofSeconds(5);
  private static final Duration PURGE_PAUSE = Duration.ofSeconds(2);
  private static final Duration PURGE_LEASE = Duration.ofMinutes(1);
  private static final Duration CLEARING_PAUSE = Duration.ofMinutes(10);
  private static final Duration CLEARING_LEASE = Duration.ofHours(1);

  final VirtualThreads threads;
  final ClientAddress addresses;
  final BearerAuthentication authentication;
  final List<Operation> operations;
  final Directory directory;
  final AttachmentParts images;
  final Statuses statuses;
  final Looks looks;
  final Audiences audiences;
  final Access access;

  /** What one node of the cell does for all; to be deployed. */
  final List<LeasedJob> jobs;

  private final Database database;
  private final RedisLink redis;
  private final FencedCache cache;
  private final Passwords passwords;
  final Sessions sessions;
  private final RevokedSessions revoked;

  ApiServices(
      Vertx vertx,
      Configuration configuration,
      Clock clock,
      AccessTokens tokens,
      Conversation conversation,
      MongoClient mongo,
      MeterRegistry metrics) {
    AuthConfig auth = configuration.section("auth", AuthConfig.class);
    LimitsConfig limits = configuration.section("limits", LimitsConfig.class);
    threads = new VirtualThreads(vertx);
    metrics.gauge("chat_api_calls_under_way", threads, VirtualThreads::underWay);
    addresses = new ClientAddress(limits.trustedProxies());
    database = new Database(vertx, configuration.section("mysql", MysqlConfig.class), metrics);
    redis = new RedisLink(vertx, configuration.section("redis", RedisConfig.class), REDIS_WITHIN);
    cache = new FencedCache(vertx, redis, metrics);
    passwords = new Passwords(vertx, limits.passwordThreads(), limits.passwordQueue(), metrics);
    sessions = new Sessions(database, clock, Duration.ofDays(auth.refreshTokenDays()));
    revoked = new RevokedSessions(vertx, clock, Duration.ofSeconds(tokens.seconds()));
    authentication = new BearerAuthentication(tokens, revoked);
    directory = new Directory(database, clock);
    ChannelRows rows = new ChannelRows(database, cache);
    access = new Access(database, cache, rows);
    statuses = new Statuses(database, clock);
    looks = new Looks(directory, statuses);
    audiences = new Audiences(database, rows, new SettingsRows(database), clock);
    Outbox outbox = new Outbox(clock);
    OutboxRelay relay =
        new OutboxRelay(database.background(), outbox, conversation::append, threads::run, metrics);
    Invites invites = new Invites(database, clock);
    images =
        new AttachmentParts(
            vertx,
            configuration.section("s3", S3Config.class),
            configuration.section("cdn", CdnConfig.class),
            database,
            conversation,
            clock);
    String node = configuration.section("node", NodeConfig.class).name();
    jobs =
        List.of(
            new LeasedJob(
                "the relay of the outbox",
                RELAY_PAUSE,
                new Lease(database.background(), "outbox", node, RELAY_LEASE),
                relay::sweep),
            new LeasedJob(
                "the clearing of what has ended",
                CLEARING_PAUSE,
                new Lease(database.background(), "clearing", node, CLEARING_LEASE),
                () -> {
                  sessions.deleteOver();
                  invites.deleteOver();
                }),
            new LeasedJob(
                "the deleting of images of deleted messages",
                PURGE_PAUSE,
                new Lease(database.background(), "purge", node, PURGE_LEASE),
                images::purge),
            new LeasedJob(
                "the deleting of images that nobody sent",
                CLEARING_PAUSE,
                new Lease(database.background(), "uploads", node, CLEARING_LEASE),
                images::sweep));
    operations =
        operations(
            vertx,
            clock,
            rows,
            outbox,
            relay,
            invites,
            tokens,
            limits,
            conversation,
            mongo,
            metrics);
  }

  private List<Operation> operations(
      Vertx vertx,
      Clock clock,
      ChannelRows rows,
      Outbox outbox,
      OutboxRelay relay,
      Invites invites,
      AccessTokens tokens,
      LimitsConfig config,
      Conversation conversation,
      MongoClient mongo,
      MeterRegistry metrics) {
    AccountLimits limits = AccountLimits.of(config);
    RateLimiter limiter = new RateLimiter(redis, clock, metrics);
    SessionReplies replies = new SessionReplies(tokens);
    Accounts accounts = new Accounts(database, cache, clock);
    MembershipRows memberships = new MembershipRows(clock, outbox);
    TeamNews news = new TeamNews(vertx, database);
    Teams teams = new Teams(database, cache, memberships, relay, news, clock);
    Crew crew = new Crew(database, cache, memberships, relay, news);
    TeamMembers members = new TeamMembers(database);
    Channels channels = new Channels(database, cache, memberships, relay, accounts, clock);
    ChannelViews views = new ChannelViews(database, accounts, clock);
    SettingsRows settings = new SettingsRows(database);
    DirectMessages dms = new DirectMessages(database, rows, memberships, relay, clock);
    Push push = new Push(vertx);
    MyChannels mine = new MyChannels(database);
    Threads threads = new Threads(mongo);
    Drafts drafts = new Drafts(mongo);
    OwnNews own = new OwnNews(vertx);
    return List.of(
        new SignUp(accounts, passwords, limiter, limits),
        new LogIn(accounts, sessions, passwords, replies, limiter, limits),
        new RefreshSession(accounts, sessions, revoked, replies, limiter, limits),
        new LogOut(sessions, revoked),
        new GetMe(accounts, settings, clock),
        new ChangeSettings(vertx, settings, clock),
        new ListDevices(sessions, push),
        new SignOutDevice(sessions, revoked),
        new GetPush(push),
        new SubscribeDevice(push),
        new UnsubscribeDevice(sessions, push),
        new TestDevice(sessions, push, limiter),
        new GetStatus(statuses),
        new SetStatus(vertx, statuses, clock),
        new GetUser(accounts, directory),
        new CreateTeam(teams, accounts, clock),
        new ListTeams(teams, clock),
        new ChangeTeam(access, teams, clock),
        new JoinTeam(teams, accounts, clock),
        new ChangeTeamRole(access, teams, crew, accounts),
        new TransferTeam(access, teams, crew, clock),
        new RemoveTeamMember(access, teams, crew),
        new CreateInvite(access, invites),
        new ListInvites(access, invites),
        new RevokeInvite(access, invites),
        new GetInvite(teams, invites),
        new AcceptInvite(teams, invites, rows, accounts, clock),
        new MuteTeam(access, teams, news, clock),
        new ListTeamMembers(access, members, new Mentionable(members, conversation)),
        new GetTeamPresence(access, members, new PresenceQuery(vertx), statuses),
        new CreateChannel(access, channels, views),
        new ListTeamChannels(access, rows, views),
        new GetChannel(access, views),
        new ChangeChannel(access, channels, rows, views),
        new SetNotifications(vertx, access, channels, clock),
        new JoinChannel(access, channels, views),
        new ListChannelMembers(access, channels),
        new AddChannelMember(access, channels, views),
        new RemoveChannelMember(access, channels, rows),
        new OpenDm(dms, directory, views),
        new ListDms(dms, rows, views),
        images.create(access, limiter),
        new ListMessages(access, conversation),
        new SendMessage(access, conversation, images.attachments()),
        new SearchMessages(access, conversation),
        new GetMessage(access, conversation),
        new EditMessage(access, conversation),
        new DeleteMessage(access, conversation),
        new ReactToMessage(access, conversation, true),
        new ReactToMessage(access, conversation, false),
        new ListReactions(access, conversation),
        new ListComments(access, conversation, threads),
        new PinMessage(access, conversation, true),
        new PinMessage(access, conversation, false),
        new ListPins(access, conversation),
        new FollowThread(access, conversation, threads, own, true),
        new FollowThread(access, conversation, threads, own, false),
        new ReadThread(access, conversation, threads, new ReadPositions(mongo), own),
        new ListThreads(mine, conversation, threads),
        new ListMentions(mine, conversation, new MentionInbox(mongo), new Broadcasts(mongo)),
        new MarkUnread(access, conversation),
        new MarkAllRead(mine, conversation),
        new PutDraft(access, drafts, own, clock),
        new GetDraft(access, drafts),
        new RemoveDraft(access, drafts, own, clock),
        new ListDrafts(drafts),
        new ListChanges(access, conversation),
        new MarkRead(access, conversation));
  }

  /** Learns what happened before this process started; call on a virtual thread. */
  void load() {
    revoked.load(sessions);
  }

  @Override
  public void close() {
    revoked.close();
    images.close();
    cache.close();
    redis.close();
    passwords.close();
    database.close();
  }
}
