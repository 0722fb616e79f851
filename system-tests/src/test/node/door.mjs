// One client at one door of a node, as a process: commands come as lines of JSON on the standard
// input, what happens goes as lines of JSON to the standard output. See DoorClient.java.
//   node door.mjs CLIENT URL [TRANSPORT ...]
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(import.meta.url);
const ADDRESS = 'chat.session';
const [client, url, ...transports] = process.argv.slice(2);
const options = transports.length === 0 ? {} : { transports };

const tell = (event) => process.stdout.write(JSON.stringify(event) + '\n');
const tellFrame = (frame) => tell({ event: 'frame', frame });

/** Each gives what a command does at its door. */
const clients = {
  ws() {
    const { Client } = require('faye-websocket');
    const socket = new Client(url.replace(/^http/, 'ws') + '/ws', ['chat.v1.json']);
    socket.on('open', () => tell({ event: 'open', transport: 'ws' }));
    socket.on('message', (message) => tellFrame(JSON.parse(message.data)));
    socket.on('close', ({ code, reason }) => tell({ event: 'close', code, reason }));
    return {
      send: ({ frame }) => socket.send(JSON.stringify(frame)),
      close: () => socket.close(),
    };
  },

  sockjs() {
    const SockJS = require('sockjs-client');
    const socket = new SockJS(url + '/sockjs', null, options);
    socket.onopen = () => tell({ event: 'open', transport: socket.transport });
    socket.onmessage = (message) => tellFrame(JSON.parse(message.data));
    socket.onclose = ({ code, reason }) => tell({ event: 'close', code, reason });
    return {
      send: ({ frame }) => socket.send(JSON.stringify(frame)),
      text: ({ text }) => socket.send(text),
      close: () => socket.close(),
    };
  },

  eventbus() {
    const EventBus = require('@vertx/eventbus-bridge-client.js');
    const bus = new EventBus(url + '/eventbus', {
      ...options,
      vertxbus_reconnect_delay_min: 50,
      vertxbus_reconnect_delay_max: 500,
    });
    const hear = (error, message) =>
      error ? tell({ event: 'refused', error }) : tellFrame(message.body);
    bus.onerror = (error) => tell({ event: 'refused', error });
    bus.onunhandled = (json) => tell({ event: json.type === 'err' ? 'refused' : 'stray', error: json });
    bus.onopen = () => {
      bus.registerHandler(ADDRESS, hear);
      tell({ event: 'open', transport: bus.sockJSConn.transport });
    };
    bus.onclose = ({ code, reason }) => tell({ event: 'close', code, reason });
    return {
      send: ({ frame }) => bus.send(ADDRESS, frame),
      ask: ({ frame }) =>
        bus.send(ADDRESS, frame, (error, reply) =>
          tell(error ? { event: 'failure', error } : { event: 'reply', frame: reply.body }),
        ),
      sendTo: ({ address, frame }) => bus.send(address, frame),
      publishTo: ({ address, frame }) => bus.publish(address, frame),
      listenTo: ({ address }) => bus.registerHandler(address, hear),
      text: ({ text }) => bus.sockJSConn.send(text),
      unregister: () => bus.unregisterHandler(ADDRESS, hear),
      register: () => bus.registerHandler(ADDRESS, hear),
      reconnect: () => bus.enableReconnect(true),
      close: () => bus.close(),
    };
  },
};

const commands = clients[client]();
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const command = JSON.parse(line);
    commands[command.do](command);
  })
  .on('close', () => process.exit(0));
