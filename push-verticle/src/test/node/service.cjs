// Runs the push service of web-push-testing: node service.cjs PORT. It checks the VAPID token and
// decrypts what it gets by http_ece (RFC 8188, RFC 8291).
const {PushApiModel} = require('web-push-testing/src/PushApiModel');
const WebPushTestingServer = require('web-push-testing/src/server');

new WebPushTestingServer(new PushApiModel(), Number(process.argv[2])).startServer();
