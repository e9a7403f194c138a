package dev.cairn.embedded.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A failure of the server itself is an answer, and the connection continues. */
class FailingHandlerTest {
    private static final int COM_QUERY = 3;

    static List<Throwable> failures() {
        return List.of(
                new IllegalStateException("a bug"),
                new StackOverflowError(),
                new NoClassDefFoundError("org/duckdb/DuckDBDriver"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theNextStatementIsAnsweredToo(Throwable failure) throws IOException {
        SessionFactory sessionFactory = proxy(SessionFactory.class, (method, arguments) -> switch (method) {
            case "version" -> "8.0.33";
            case "accept" -> Answer.OK;
            default ->
                proxy(StatementHandler.class, (handlerMethod, handlerArguments) -> {
                    if (handlerMethod.equals("answer") && handlerArguments[0].equals(ClientStatement.ofText("bad"))) {
                        throw failure;
                    }
                    return handlerMethod.equals("answer") ? Answer.OK : null;
                });
        });
        ClientConnection connection =
                proxy(ClientConnection.class, (method, arguments) -> method.equals("id") ? 1 : null);
        byte[] statements = Wire.join(command("bad"), command("good"));
        WireSocket socket = new WireSocket(Wire.join(Wire.login(), statements));
        new ConnectionHandler(
                        sessionFactory,
                        connection,
                        socket,
                        ClientLimits.DEFAULT,
                        new byte[NativePasswordHash.SALT_LENGTH],
                        null)
                .serve();

        List<byte[]> packets = Wire.packets(socket.receivedBytes());
        List<byte[]> answers = packets.subList(packets.size() - 2, packets.size());
        assertThat(new String(answers.get(0), StandardCharsets.UTF_8))
                .contains("An internal error of the embedded server prevented an answer");
        assertThat(answers.get(1)[0]).isZero(); // OK
    }

    private static byte[] command(String text) {
        return Wire.frame(0, Wire.join(new byte[] {(byte) COM_QUERY}, text.getBytes(StandardCharsets.UTF_8)));
    }

    private interface Call {
        Object answer(String method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> call.answer(method.getName(), arguments)));
    }
}
