package dev.cairn.embedded.protocol;

import dev.cairn.embedded.protocol.Answer.Failure;
import dev.cairn.embedded.protocol.PacketStream.PacketTooLargeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Handles one connection from the greeting to its end. */
final class ConnectionHandler {
    private static final Logger LOG = System.getLogger(ConnectionHandler.class.getName());
    private static final int MAX_PACKET_BEFORE_LOGIN = 1 << 20;

    private final Backend backend;
    private final ClientConnection client;
    private final Limits limits;
    private final byte[] salt;
    private final @Nullable SSLContext tls;
    private final ClientInput input;
    private final PreparedStatements prepared = new PreparedStatements();
    private Socket socket;
    private PacketStream stream;
    private AnswerWriter out;
    private volatile @Nullable Execution execution;

    /** @param tls null if TLS is not offered */
    ConnectionHandler(
            Backend backend,
            ClientConnection client,
            Socket socket,
            Limits limits,
            byte[] salt,
            @Nullable SSLContext tls)
            throws IOException {
        this.backend = backend;
        this.client = client;
        this.socket = socket;
        this.limits = limits;
        this.salt = salt;
        this.tls = tls;
        this.input = new ClientInput(socket);
        this.stream = new PacketStream(input, socket.getOutputStream());
        this.out = new AnswerWriter(stream);
    }

    /** Serves the connection until the client disconnects or is refused. */
    void serve() throws IOException {
        Answer accepted = backend.accept(client);
        if (!(accepted instanceof Answer.Ok)) {
            write(accepted);
            return;
        }
        socket.setSoTimeout(limits.loginMillis());
        Greeting.write(out.payload(), backend.version(), client.id(), salt, tls != null);
        out.send();
        Optional<byte[]> packet = stream.readPacket(MAX_PACKET_BEFORE_LOGIN);
        if (tls != null && packet.isPresent() && LoginRequest.asksForTls(packet.get())) {
            switchToTls(tls);
            packet = stream.readPacket(MAX_PACKET_BEFORE_LOGIN);
        }
        if (packet.isEmpty()) {
            return;
        }
        Login login = readLogin(LoginRequest.parseLogin(packet.get()));
        try (StatementHandler handler = backend.open(client, login)) {
            out.write(Answer.OK);
            socket.setSoTimeout(0);
            answerCommands(handler);
        } catch (LoginRefusedException refused) {
            write(refused.answer());
        }
    }

    /** Writes an answer. Returns whether the connection continues. */
    private boolean write(Answer answer) throws IOException {
        if (answer instanceof Answer.Cut) {
            return false;
        }
        if (answer instanceof Answer.Silence) {
            socket.setSoTimeout(0);
            client.stopAnswering();
            input.transferTo(OutputStream.nullOutputStream()); // until the client disconnects
            return false;
        }
        out.write(answer);
        return true;
    }

    /**
     * Switches to TLS. The first bytes of the handshake may have arrived together with the client's request for TLS.
     */
    private void switchToTls(SSLContext context) throws IOException {
        InputStream received = new SequenceInputStream(new ByteArrayInputStream(stream.receivedBytes()), input);
        SSLSocket tlsSocket = (SSLSocket) context.getSocketFactory().createSocket(socket, received, true);
        tlsSocket.setUseClientMode(false);
        tlsSocket.setSoTimeout(limits.loginMillis());
        tlsSocket.startHandshake();
        socket = tlsSocket;
        stream = stream.continueOn(tlsSocket.getInputStream(), tlsSocket.getOutputStream());
        out = new AnswerWriter(stream);
    }

    /**
     * Returns the login. A client that prefers another authentication plugin is asked to switch to
     * {@code mysql_native_password}.
     */
    private Login readLogin(LoginRequest request) throws IOException {
        LoginRequest switchedRequest = request;
        if (request.needsPluginSwitch()) {
            Greeting.writeSwitch(out.payload(), salt);
            out.send();
            byte[] proof = stream.readPacket(MAX_PACKET_BEFORE_LOGIN)
                    .orElseThrow(() -> new MalformedPacketException("The client left instead of logging in"));
            switchedRequest = request.withProof(proof);
        }
        return new Login(switchedRequest, salt);
    }

    private void answerCommands(StatementHandler handler) throws IOException {
        while (true) {
            stream.restartSequence();
            Optional<byte[]> packet = readNext();
            if (packet.isEmpty() || !answerCommand(handler, new PayloadReader(packet.get()))) {
                return;
            }
        }
    }

    private Optional<byte[]> readNext() throws IOException {
        try {
            return stream.readPacket(limits.largestPacket());
        } catch (PacketTooLargeException tooLarge) {
            out.write(new Failure(1153, "08S01", String.valueOf(tooLarge.getMessage())));
            return Optional.empty();
        }
    }

    /** Answers a command. Returns whether the connection continues. */
    private boolean answerCommand(StatementHandler handler, PayloadReader in) throws IOException {
        Optional<Command> command = Command.of(in.readInteger1());
        if (command.isEmpty()) {
            out.write(new Failure(1047, "08S01", "Unknown command(null)"));
            return true;
        }
        if (command.get() == Command.QUIT) {
            return false;
        }
        if (command.get() == Command.STATEMENT_CLOSE) {
            prepared.remove(in.readInteger4());
            return true; // the client expects no answer
        }
        Answer answer = answerGuarded(command.get(), handler, in);
        if (answer instanceof Answer.Prepared query) {
            out.writePrepared(prepared.add(query), query);
            return true;
        }
        if (!(answer instanceof Answer.Rows rows)) {
            return write(answer);
        }
        write(rows, command.get() == Command.STATEMENT_EXECUTE, handler);
        return true;
    }

    /** Writes a result set. It can be cancelled like a statement, because its rows may still be calculated. */
    private void write(Answer.Rows rows, boolean binary, StatementHandler handler) throws IOException {
        Answer.RemainingRows remainingRows = rows.remainingRows();
        execution = remainingRows == null ? null : new Execution(handler);
        try (remainingRows) {
            if (binary) {
                out.writePreparedResult(rows);
            } else {
                out.write(rows);
            }
        } finally {
            execution = null;
        }
    }

    /**
     * Answers a command. As at a frontend, an unexpected failure is reported to the client, and the connection
     * continues.
     */
    private Answer answerGuarded(Command command, StatementHandler handler, PayloadReader in) throws IOException {
        try {
            return answer(command, handler, in);
        } catch (RuntimeException | StackOverflowError | LinkageError failure) {
            LOG.log(Level.WARNING, () -> "Can't answer " + command, failure);
            return Failure.of("An internal error of the embedded server prevented an answer; its log has the details");
        }
    }

    private Answer answer(Command command, StatementHandler handler, PayloadReader in) throws IOException {
        switch (command) {
            case QUERY -> {
                return execute(handler, ClientStatement.ofText(in.readRemainingText()));
            }
            case INIT_DB -> {
                return handler.useDatabase(in.readRemainingText());
            }
            case FIELD_LIST -> {
                return handler.listFields(parseTableName(in.readRemainingText()));
            }
            case PING, STATEMENT_RESET -> {
                return Answer.OK;
            }
            case RESET_CONNECTION -> {
                prepared.clear();
                handler.reset();
                return Answer.OK;
            }
            case CHANGE_USER -> {
                return changeUser(handler, in);
            }
            case STATEMENT_PREPARE -> {
                return handler.prepare(in.readRemainingText());
            }
            case STATEMENT_EXECUTE -> {
                return executePrepared(handler, in);
            }
            default -> {
                return Failure.of("Unsupported command(" + command.title() + ")");
            }
        }
    }

    private Answer executePrepared(StatementHandler handler, PayloadReader in) throws MalformedPacketException {
        int id = in.readInteger4();
        Optional<ClientStatement> statement;
        try {
            statement = prepared.bindParameters(id, in);
        } catch (PreparedStatements.ParameterRefusedException refused) {
            return Failure.of(String.valueOf(refused.getMessage()));
        }
        return statement.isEmpty()
                ? Failure.of("msg: Not Found prepared statement, stmtName: " + id)
                : execute(handler, statement.get());
    }

    private Answer execute(StatementHandler handler, ClientStatement statement) {
        execution = new Execution(handler);
        try {
            return handler.answer(statement);
        } finally {
            execution = null;
        }
    }

    /**
     * Cancels the statement if the client has disconnected and the statement was running at the previous call, too. One
     * thread, which is not that of the connection, calls this at intervals: a statement that can't be cancelled at one
     * moment may be cancelled at the next one.
     */
    void cancelIfAbandoned() {
        Execution current = execution;
        if (current != null && current.markSeen() && input.hasEnded()) {
            current.handler.cancel();
        }
    }

    /** A statement that is running. */
    private static final class Execution {
        private final StatementHandler handler;
        private boolean isSeen;

        Execution(StatementHandler handler) {
            this.handler = handler;
        }

        /** Returns whether this method was called before. */
        boolean markSeen() {
            boolean wasSeen = isSeen;
            isSeen = true;
            return wasSeen;
        }
    }

    /** Returns the name of the table. A pattern for columns may follow it, which a frontend ignores. */
    private static String parseTableName(String text) {
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private Answer changeUser(StatementHandler handler, PayloadReader in) throws IOException {
        Login login = readLogin(LoginRequest.parseUserChange(in));
        try {
            handler.changeUser(login);
            prepared.clear();
            return Answer.OK;
        } catch (LoginRefusedException refused) {
            return refused.answer();
        }
    }

    /** The first packet of a connection, which announces the server's version and capabilities. */
    private static final class Greeting {
        private static final int PROTOCOL = 10;
        private static final int UTF8 = 33;
        private static final int NO_STATUS = 0;
        private static final int FIRST_PART = 8;

        private Greeting() {}

        static void write(PayloadWriter out, String version, int connection, byte[] salt, boolean tls) {
            int capabilities = Capability.SERVER_CAPABILITIES | (tls ? Capability.SSL : 0);
            out.clear()
                    .writeInteger1(PROTOCOL)
                    .writeNullTerminated(version)
                    .writeInteger4(connection)
                    .writeBytes(salt, 0, FIRST_PART)
                    .writeInteger1(0)
                    .writeInteger2(capabilities & 0xffff)
                    .writeInteger1(UTF8)
                    .writeInteger2(NO_STATUS)
                    .writeInteger2(capabilities >>> 16)
                    .writeInteger1(salt.length + 1)
                    .writeBytes(new byte[10])
                    .writeBytes(salt, FIRST_PART, salt.length - FIRST_PART)
                    .writeInteger1(0)
                    .writeNullTerminated(NativePassword.PLUGIN);
        }

        /** Asks a client that prefers another authentication plugin to switch to {@code mysql_native_password}. */
        static void writeSwitch(PayloadWriter out, byte[] salt) {
            out.clear()
                    .writeInteger1(0xfe)
                    .writeNullTerminated(NativePassword.PLUGIN)
                    .writeBytes(salt)
                    .writeInteger1(0);
        }
    }
}
