package dev.cairn.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Checks that a message fails if it differs, is new or is no longer compared, and that an update changes only what ran.
 */
class GoldenMessagesTest {
    private static final String FIRST_METHOD = "theFirst";
    private static final String SECOND_METHOD = "theSecond";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void resolveFile() {
        file = folder.resolve("messages.txt");
    }

    /** A class of tests that compare messages. */
    static final class Tests {
        static final GoldenMessages MESSAGES = new GoldenMessages();

        static void theFirst() {}

        static void theSecond() {}
    }

    private void compareMessages(boolean isUpdate, String method, String... messages) throws IOException {
        GoldenMessages golden = new GoldenMessages(file, isUpdate);
        golden.beginMethod(Tests.class.getName(), method, false);
        for (String message : messages) {
            golden.match(new IllegalStateException(message));
        }
        golden.finishClass(Tests.class);
    }

    private void compareInInvocations(boolean isUpdate, String... messages) throws IOException {
        GoldenMessages golden = new GoldenMessages(file, isUpdate);
        for (String message : messages) {
            golden.beginMethod(Tests.class.getName(), FIRST_METHOD, true);
            golden.match(new IllegalStateException(message));
        }
        golden.finishClass(Tests.class);
    }

    @Test
    void theFileListsMessagesByMethod() throws IOException {
        compareMessages(true, SECOND_METHOD, "It failed. Try again.", "Two lines\n\n\n    - and a third");
        compareMessages(true, FIRST_METHOD, "Wait.");

        assertThat(file).hasContent("""
                # dev.cairn.golden.GoldenMessagesTest$Tests

                theFirst
                  - Wait.

                theSecond
                  - It failed. Try again.
                  - Two lines


                        - and a third
                """);
        compareMessages(false, SECOND_METHOD, "It failed. Try again.", "Two lines\n\n\n    - and a third");
    }

    @Test
    void anotherMessageFails() throws IOException {
        compareMessages(true, FIRST_METHOD, "one", "two");

        compareMessages(false, FIRST_METHOD, "one", "one", "two", "two");
        assertThatThrownBy(() -> compareMessages(false, FIRST_METHOD, "one", "2"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> compareMessages(false, FIRST_METHOD, "two", "one"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> compareMessages(false, FIRST_METHOD, "one", "two", "three"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> compareMessages(false, FIRST_METHOD, "one")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> compareMessages(false, FIRST_METHOD)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> compareMessages(false, SECOND_METHOD, "one")).isInstanceOf(AssertionError.class);
    }

    @Test
    void severalInvocationsHaveASetOfMessages() throws IOException {
        compareInInvocations(true, "a", "b", "a");

        compareInInvocations(false, "a", "b", "a");
        assertThatThrownBy(() -> compareInInvocations(false, "a", "c")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> compareInInvocations(false, "a")).isInstanceOf(AssertionError.class);
        assertThat(MessageFile.read(file).messagesOf(Tests.class.getName(), FIRST_METHOD))
                .containsExactly("a", "b");
    }

    @Test
    void anUnusedMessageFailsUntilAnUpdate() throws IOException {
        compareMessages(true, FIRST_METHOD, "one");
        String content = Files.readString(file);
        for (String removedEntry : List.of(
                "gone\n  - one\n", "\n# dev.cairn.Gone\n\nx\n  - one\n", "\n# java.lang.String\n\nx\n  - y\n")) {
            Files.writeString(file, content + removedEntry);

            assertThatThrownBy(() -> compareMessages(false, FIRST_METHOD, "one"))
                    .as(removedEntry)
                    .isInstanceOf(AssertionError.class);
            compareMessages(true, FIRST_METHOD, "one");
            assertThat(file).hasContent(content);
        }
    }

    @Test
    void anUpdateKeepsTheMessagesOfATestThatFailed() throws IOException {
        compareMessages(true, FIRST_METHOD, "one", "two");
        GoldenMessages golden = new GoldenMessages(file, true);
        golden.beginMethod(Tests.class.getName(), FIRST_METHOD, false);
        golden.match(new IllegalStateException("1"));
        golden.markFailed();
        golden.finishClass(Tests.class);

        compareMessages(false, FIRST_METHOD, "one", "two");
    }

    @Test
    void concurrentUpdatesKeepEachOthersMessages() throws InterruptedException, IOException {
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String testClass = "dev.cairn.Tests" + i;
            writers.add(new Thread(() -> updateFile(testClass)));
        }
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }

        assertThat(MessageFile.read(file).messages()).hasSize(8);
    }

    private void updateFile(String testClass) {
        try {
            MessageFile.update(
                    file,
                    known -> known.with(testClass, Map.of(FIRST_METHOD, List.of(testClass)), Set.of(FIRST_METHOD)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(conn=4) 127.0.0.1:4711   | (conn=…) 127.0.0.1:…",
                "in /tmp/junit-123/a.sql   | in …/a.sql",
                "27 milliseconds ago       | … milliseconds ago",
                "job_id=3, txn_id = 4      | job_id=…, txn_id = …",
                "the job 10145: no         | the job …: no",
                "test_17.t                 | test_….t",
                "load cairn_s_2_1_fa2e87aa | load cairn_s_2_1_…",
                "at 2026-11-26T14:48:47.2Z | at …",
                "Communications link failure (Connection refused). Check | Communications link failure (…). Check",
                "localhost:9030, 3 s       | localhost:9030, 3 s",
                "t__cairn_51, step 2       | t__cairn_…, step 2"
            })
    void varyingTextIsReplaced(String message, String comparableText) {
        assertThat(MessageFile.withoutVaryingText(message)).isEqualTo(comparableText);
    }
}
