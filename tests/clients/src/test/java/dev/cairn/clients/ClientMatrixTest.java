package dev.cairn.clients;

import dev.cairn.random.Breadth;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Each client does each operation, or lacks it as the tables in docs/testing.md say, which {@code -Dgolden.update=true}
 * writes.
 */
@Tag(Breadth.LONG)
@TestInstance(Lifecycle.PER_CLASS)
class ClientMatrixTest {
    private final ObservedServer server = ObservedServer.start();
    private final ClientTable table = new ClientTable();

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @TestFactory
    Stream<DynamicNode> eachClientDoesEachOperation() {
        return Stream.concat(
                KnownClient.ALL.stream().map(this::createOperationTests),
                Stream.of(DynamicTest.dynamicTest("the table in docs/testing.md", table::requireUpToDate)));
    }

    private DynamicNode createOperationTests(KnownClient knownClient) {
        OpenedClient openedClient = new OpenedClient(knownClient, server);
        Stream<DynamicTest> operations = Arrays.stream(Operation.values())
                .map(operation -> DynamicTest.dynamicTest(operation.title(), () -> {
                    server.clear();
                    try {
                        operation.check(openedClient.client(), server);
                        table.add(knownClient.name(), operation, "");
                    } catch (MissingOperationException failure) {
                        table.add(knownClient.name(), operation, String.valueOf(failure.getMessage()));
                    }
                }));
        return DynamicContainer.dynamicContainer(
                knownClient.name(),
                Stream.concat(operations, Stream.of(DynamicTest.dynamicTest("close", openedClient::close))));
    }

    /** A client that the first operation opens. If that fails or is skipped, so are the other operations. */
    private static final class OpenedClient {
        private final KnownClient knownClient;
        private final ObservedServer server;
        private @Nullable DatabaseClient client;
        private @Nullable Exception failure;

        OpenedClient(KnownClient knownClient, ObservedServer server) {
            this.knownClient = knownClient;
            this.server = server;
        }

        DatabaseClient client() throws Exception {
            if (failure != null) {
                throw failure;
            }
            if (client == null) {
                try {
                    client = knownClient.opening().open(server.address());
                } catch (Exception cause) {
                    failure = cause;
                    throw cause;
                }
            }
            return client;
        }

        void close() throws Exception {
            if (client != null) {
                client.close();
            }
        }
    }
}
