package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.http.HttpRequester;
import dev.cairn.internal.load.LoadResponse;
import dev.cairn.internal.load.StreamLoadClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Writes the same rows to a table that is rebuilt and to its twin. Each writer has ids of its own, so the writers do
 * not affect each other's rows.
 */
final class TwinWriter {
    private static final int KEY_COUNT = 30;
    private final World world;
    private final RebuildKeyModel model;
    private final int firstId;
    private final Random random;
    private final RefusalTimer refusalTimer = new RefusalTimer();
    private final StreamLoadClient loadClient;
    private int loadCount;
    private final AtomicInteger statementCount = new AtomicInteger();
    private volatile boolean isWriting;

    TwinWriter(World world, RebuildKeyModel model, int writerNumber, Random random) {
        this.world = world;
        this.model = model;
        this.firstId = writerNumber * 1000;
        this.random = random;
        HttpRequester requester = new HttpRequester(Duration.ofMinutes(10));
        this.loadClient = new StreamLoadClient(
                List.of(URI.create(world.server.httpUrl())),
                new StreamLoadClient.LoadCredentials("root", ""),
                host -> true,
                uri -> uri,
                requester,
                requester);
    }

    boolean isWriting() {
        return isWriting;
    }

    int statementCount() {
        return statementCount.get();
    }

    RefusalTimer refusalTimer() {
        return refusalTimer;
    }

    /** Writes whenever the pace allows it, until the writer is stopped. */
    void run(WritePace pace, AtomicBoolean isStopped) {
        try (Connection connection = world.openConnection();
                Statement statement = connection.createStatement()) {
            while (!isStopped.get()) {
                isWriting = true;
                boolean isAllowed = pace.mayWrite();
                if (isAllowed) {
                    write(statement);
                }
                isWriting = false;
                if (!isAllowed) {
                    LockSupport.parkNanos(2_000_000);
                }
            }
        } catch (SQLException | IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Sends statements, each of them until it is no longer refused. */
    void write(int count) {
        try (Connection connection = world.openConnection();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < count; i++) {
                write(statement);
            }
        } catch (SQLException | IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void write(Statement statement) throws SQLException, IOException {
        String change = createChange();
        while (!tryToWrite(statement, change, "t")) {
            refusalTimer.recordRefusal();
        }
        refusalTimer.recordSuccess();
        assertThat(tryToWrite(statement, change, "twin")).isTrue();
        statementCount.incrementAndGet();
    }

    private int chooseId() {
        return firstId + random.nextInt(KEY_COUNT);
    }

    private String chooseDay() {
        return "2026-0" + (1 + random.nextInt(4)) + "-11";
    }

    private String renderRandomRow(String quote, String separator, String opening, String closing) {
        return opening + chooseId() + separator + quote + chooseDay() + quote + separator + random.nextInt(1000)
                + separator + quote + "s" + random.nextInt(10) + quote + closing;
    }

    /** Returns a statement with {@code %s} in place of the table, or the rows of a load. */
    private String createChange() {
        List<String> rows = IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(i -> renderRandomRow("'", ", ", "(", ")"))
                .toList();
        return switch (random.nextInt(model == RebuildKeyModel.PRIMARY ? 8 : 6)) {
            case 0, 1 -> "INSERT INTO %s VALUES " + String.join(", ", rows);
            case 2, 3 ->
                String.join(
                        "\n",
                        rows.stream().map(row -> row.replaceAll("[()' ]", "")).toList());
            case 4 -> "DELETE FROM %s WHERE id = " + chooseId();
            case 5 -> "DELETE FROM %s WHERE id = " + chooseId() + " AND day = '" + chooseDay() + "'";
            case 6 -> "UPDATE %s SET v = v + 1 WHERE id = " + chooseId();
            default -> "UPDATE %s SET s = 'u' WHERE id = " + chooseId() + " AND day = '" + chooseDay() + "'";
        };
    }

    /** Sends a change; returns false if the server says that the table does not exist. */
    private boolean tryToWrite(Statement statement, String change, String table) throws SQLException, IOException {
        if (!change.contains("%s")) {
            return tryToLoad(change, table);
        }
        try {
            statement.execute(String.format(change, table));
            return true;
        } catch (SQLException failure) {
            if (RefusalTimer.isUnknownTable(failure.getMessage())) {
                return false;
            }
            throw failure;
        }
    }

    private boolean tryToLoad(String rows, String table) throws IOException {
        Map<String, String> headers = Map.of("label", "w" + firstId + "_" + ++loadCount, "column_separator", ",");
        LoadResponse response = loadClient.load(
                World.DATABASE, table, headers, out -> out.write(rows.getBytes(StandardCharsets.UTF_8)));
        if (!response.isSuccess() && !RefusalTimer.isUnknownTable(response.message())) {
            throw new IllegalStateException(response.toString());
        }
        return response.isSuccess();
    }
}
