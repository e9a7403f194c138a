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

/**
 * Handles one connection from the greeting to its end: logs the client in, and answers its commands one after another.
 * A violation of the protocol ends only this connection.
 */
final class ConnectionHandler {
    private static final Logger LOG = System.getLogger(ConnectionHandler.class.getName());
    private static final int MAX_PACKET_LENGTH_BEFORE_LOGIN = 1 << 20;

    private final SessionFactory sessionFactory;
    private final ClientConnection clientConnection;
    private final ClientLimits limits;
    private final byte[] salt;
    private final @Nullable SSLContext tlsContext;
    private final ClientInput input;
    private final PreparedStatements preparedStatements = new PreparedStatements();
    private Socket socket;
    private PacketStream stream;
    private AnswerWriter answerWriter;
    private volatile @Nullable CommandExecution runningExecution;

    /**
     * Creates the handler of an accepted connection; {@link #serve} then handles it.
     *
     * @param salt the random bytes for the client's proof of the password
     * @param tlsContext null if TLS is not offered
     */
    ConnectionHandler(
            SessionFactory sessionFactory,
            ClientConnection clientConnection,
            Socket socket,
            ClientLimits limits,
            byte[] salt,
            @Nullable SSLContext tlsContext)
            throws IOException {
        this.sessionFactory = sessionFactory;
        this.clientConnection = clientConnection;
        this.socket = socket;
        this.limits = limits;
        this.salt = salt;
        this.tlsContext = tlsContext;
        this.input = new ClientInput(socket);
        this.stream = new PacketStream(input, socket.getOutputStream());
        this.answerWriter = new AnswerWriter(stream);
    }

    /** Serves the connection until the client disconnects or is refused. */
    void serve() throws IOException {
        Answer acceptAnswer = sessionFactory.accept(clientConnection);
        if (!(acceptAnswer instanceof Answer.Ok)) {
            write(acceptAnswer);
            return;
        }
        socket.setSoTimeout(limits.loginReadTimeoutMillis());
        Greeting.write(
                answerWriter.payload(), sessionFactory.version(), clientConnection.id(), salt, tlsContext != null);
        answerWriter.sendPayload();
        Optional<byte[]> packet = stream.readPacket(MAX_PACKET_LENGTH_BEFORE_LOGIN);
        if (tlsContext != null && packet.isPresent() && LoginRequest.isTlsRequest(packet.get())) {
            switchToTls(tlsContext);
            packet = stream.readPacket(MAX_PACKET_LENGTH_BEFORE_LOGIN);
        }
        if (packet.isEmpty()) {
            return;
        }
        Login login = readLogin(LoginRequest.parseHandshakeResponse(packet.get()));
        try (StatementHandler handler = sessionFactory.open(clientConnection, login)) {
            answerWriter.write(Answer.OK);
            socket.setSoTimeout(0);
            answerCommands(handler);
        } catch (LoginRefusedException refusal) {
            write(refusal.answer());
        }
    }

    /**
     * Writes an answer, and returns whether the connection continues. A silent answer waits until the client
     * disconnects.
     */
    private boolean write(Answer answer) throws IOException {
        if (answer instanceof Answer.ClosedConnection) {
            return false;
        }
        if (answer instanceof Answer.Silence) {
            socket.setSoTimeout(0);
            clientConnection.markSilent();
            input.transferTo(OutputStream.nullOutputStream()); // until the client disconnects
            return false;
        }
        answerWriter.write(answer);
        return true;
    }

    /**
     * Switches to TLS. The first bytes of the handshake may have arrived together with the client's request for TLS.
     */
    private void switchToTls(SSLContext context) throws IOException {
        InputStream receivedInput =
                new SequenceInputStream(new ByteArrayInputStream(stream.takeReceivedBytes()), input);
        SSLSocket tlsSocket = (SSLSocket) context.getSocketFactory().createSocket(socket, receivedInput, true);
        tlsSocket.setUseClientMode(false);
        tlsSocket.setSoTimeout(limits.loginReadTimeoutMillis());
        tlsSocket.startHandshake();
        socket = tlsSocket;
        stream = stream.continueOn(tlsSocket.getInputStream(), tlsSocket.getOutputStream());
        answerWriter = new AnswerWriter(stream);
    }

    /**
     * Returns the login. A client that prefers another authentication plugin is asked to switch to
     * {@code mysql_native_password}.
     */
    private Login readLogin(LoginRequest request) throws IOException {
        LoginRequest effectiveRequest = request;
        if (request.needsAuthSwitch()) {
            Greeting.writePluginSwitch(answerWriter.payload(), salt);
            answerWriter.sendPayload();
            byte[] authResponse = stream.readPacket(MAX_PACKET_LENGTH_BEFORE_LOGIN)
                    .orElseThrow(() -> new MalformedPacketException("The client disconnected instead of logging in"));
            effectiveRequest = request.withAuthResponse(authResponse);
        }
        return new Login(effectiveRequest, salt);
    }

    private void answerCommands(StatementHandler handler) throws IOException {
        while (true) {
            stream.restartSequence();
            Optional<byte[]> packet = readCommandPacket();
            if (packet.isEmpty() || !answerCommand(handler, new PayloadReader(packet.get()))) {
                return;
            }
        }
    }

    /**
     * Reads the next packet; empty if the client has disconnected, or has sent a packet that is too large. In the
     * second case, the error has been sent, and the connection must be closed.
     */
    private Optional<byte[]> readCommandPacket() throws IOException {
        try {
            return stream.readPacket(limits.maxStatementBytes());
        } catch (PacketTooLargeException failure) {
            // MySQL's error ER_NET_PACKET_TOO_LARGE.
            answerWriter.write(new Failure(1153, "08S01", String.valueOf(failure.getMessage())));
            return Optional.empty();
        }
    }

    /** Answers a command. Returns whether the connection continues. */
    private boolean answerCommand(StatementHandler handler, PayloadReader payload) throws IOException {
        Optional<ClientCommand> command = ClientCommand.findByCode(payload.readInteger1());
        if (command.isEmpty()) {
            // MySQL's error ER_UNKNOWN_COM_ERROR.
            answerWriter.write(new Failure(1047, "08S01", "Unknown command(null)"));
            return true;
        }
        if (command.get() == ClientCommand.QUIT) {
            return false;
        }
        if (command.get() == ClientCommand.STATEMENT_CLOSE) {
            preparedStatements.remove(payload.readInteger4());
            return true; // the client expects no answer
        }
        Answer answer = runCommandSafely(command.get(), handler, payload);
        if (answer instanceof Answer.Prepared preparedQuery) {
            answerWriter.writePrepared(preparedStatements.add(preparedQuery), preparedQuery);
            return true;
        }
        if (!(answer instanceof Answer.ResultRows resultRows)) {
            return write(answer);
        }
        writeRows(resultRows, command.get() == ClientCommand.STATEMENT_EXECUTE, handler);
        return true;
    }

    /** Writes a result set. It can be cancelled like a statement, because its rows may still be calculated. */
    private void writeRows(Answer.ResultRows resultRows, boolean isBinary, StatementHandler handler)
            throws IOException {
        Answer.RemainingRows remainingRows = resultRows.remainingRows();
        runningExecution = remainingRows == null ? null : new CommandExecution(handler);
        try (remainingRows) {
            if (isBinary) {
                answerWriter.writePreparedResult(resultRows);
            } else {
                answerWriter.write(resultRows);
            }
        } finally {
            runningExecution = null;
        }
    }

    /**
     * Answers a command. As at a frontend, an unexpected failure is reported to the client, and the connection
     * continues.
     */
    private Answer runCommandSafely(ClientCommand command, StatementHandler handler, PayloadReader payload)
            throws IOException {
        try {
            return runCommand(command, handler, payload);
        } catch (RuntimeException | StackOverflowError | LinkageError failure) {
            LOG.log(Level.WARNING, () -> "Can't answer " + command, failure);
            return Failure.of("An internal error of the embedded server prevented an answer; its log has the details");
        }
    }

    private Answer runCommand(ClientCommand command, StatementHandler handler, PayloadReader payload)
            throws IOException {
        switch (command) {
            case QUERY -> {
                return execute(handler, ClientStatement.ofText(payload.readRemainingText()));
            }
            case INIT_DB -> {
                return handler.useDatabase(payload.readRemainingText());
            }
            case FIELD_LIST -> {
                return handler.listFields(parseTableName(payload.readRemainingText()));
            }
            case PING, STATEMENT_RESET -> {
                return Answer.OK;
            }
            case RESET_CONNECTION -> {
                preparedStatements.clear();
                handler.reset();
                return Answer.OK;
            }
            case CHANGE_USER -> {
                return changeUser(handler, payload);
            }
            case STATEMENT_PREPARE -> {
                return handler.prepare(payload.readRemainingText());
            }
            case STATEMENT_EXECUTE -> {
                return executePrepared(handler, payload);
            }
            default -> {
                return Failure.of("Unsupported command(" + command.title() + ")");
            }
        }
    }

    private Answer executePrepared(StatementHandler handler, PayloadReader payload) throws MalformedPacketException {
        int statementId = payload.readInteger4();
        Optional<ClientStatement> statement;
        try {
            statement = preparedStatements.bindParameters(statementId, payload);
        } catch (ParameterRefusedException refusal) {
            return Failure.of(String.valueOf(refusal.getMessage()));
        }
        return statement.isEmpty()
                ? Failure.of("msg: Not Found prepared statement, stmtName: " + statementId)
                : execute(handler, statement.get());
    }

    private Answer execute(StatementHandler handler, ClientStatement statement) {
        runningExecution = new CommandExecution(handler);
        try {
            return handler.answer(statement);
        } finally {
            runningExecution = null;
        }
    }

    /**
     * Cancels the statement if the client has disconnected and the statement was already running at the previous call.
     * A thread other than the thread of the connection calls this method at intervals: a statement that can't be
     * cancelled at one moment may be cancelled at the next.
     */
    void cancelIfAbandoned() {
        CommandExecution currentExecution = runningExecution;
        if (currentExecution != null && currentExecution.markSeen() && input.hasEnded()) {
            currentExecution.handler.cancel();
        }
    }

    /** A statement that is running, or whose result set is being written. */
    private static final class CommandExecution {
        private final StatementHandler handler;
        private boolean isSeen;

        CommandExecution(StatementHandler handler) {
            this.handler = handler;
        }

        /** Marks the execution as seen, and returns whether it was already marked. Only one thread may call this. */
        boolean markSeen() {
            boolean wasSeen = isSeen;
            isSeen = true;
            return wasSeen;
        }
    }

    /**
     * Returns the name of the table, without the column pattern that may follow the name: a frontend ignores the
     * pattern.
     */
    private static String parseTableName(String text) {
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private Answer changeUser(StatementHandler handler, PayloadReader payload) throws IOException {
        Login login = readLogin(LoginRequest.parseChangeUser(payload));
        try {
            handler.changeUser(login);
            preparedStatements.clear();
            return Answer.OK;
        } catch (LoginRefusedException refusal) {
            return refusal.answer();
        }
    }
}
