package dev.cairn.golden;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Compares the messages that a test gets with src/test/resources/messages.txt, the list of all messages of its module.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final GoldenMessages MESSAGES = new GoldenMessages();
 *
 * assertThatThrownBy(migrator::upgrade).isInstanceOf(StepFailedException.class).satisfies(MESSAGES::match);
 * }</pre>
 *
 * <p>The file has the messages of each test method in the order in which the method compares them; a message that
 * repeats the one before it is not listed again. For a method with several invocations, as of a parameterized test or
 * on several servers, the file lists the distinct messages of all invocations, and each message must be in this list. A
 * message that no test compares any more fails the test class that it belongs to, or any other if that class is gone.
 *
 * <p>{@code -Dgolden.update=true} writes the messages of the methods that passed, and removes those of methods that are
 * gone. All other messages stay, so one test can be updated alone.
 */
public final class GoldenMessages implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private final Path file;
    private final boolean isUpdate;
    private final Map<String, List<String>> comparedMessages = new TreeMap<>();
    private final Set<String> failedMethods = new HashSet<>();

    private String testClass = "";
    private String method = "";
    private boolean hasSeveralInvocations;
    private MessageFile goldenFile = MessageFile.EMPTY;

    /** Compares with the file of the module. */
    public GoldenMessages() {
        this(Path.of("src", "test", "resources", "messages.txt"), Boolean.getBoolean("golden.update"));
    }

    GoldenMessages(Path file, boolean isUpdate) {
        this.file = file;
        this.isUpdate = isUpdate;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        beginMethod(
                context.getRequiredTestClass().getName(),
                context.getRequiredTestMethod().getName(),
                context.getUniqueId().contains("-template-invocation:"));
    }

    void beginMethod(String testClassName, String methodName, boolean isOneOfSeveralInvocations) throws IOException {
        goldenFile = MessageFile.read(file);
        testClass = testClassName;
        method = methodName;
        hasSeveralInvocations = isOneOfSeveralInvocations;
        comparedMessages.computeIfAbsent(method, ignored -> new ArrayList<>());
    }

    /** Compares the message of a failure. */
    public void match(Throwable failure) {
        matchText(String.valueOf(failure.getMessage()));
    }

    /** Compares a message that does not come from an exception. */
    public void matchText(String message) {
        String comparableText = MessageFile.withoutVaryingText(message);
        List<String> comparedBefore = comparedMessages.getOrDefault(method, List.of());
        if (hasSeveralInvocations
                ? comparedBefore.contains(comparableText)
                : !comparedBefore.isEmpty()
                        && comparedBefore.get(comparedBefore.size() - 1).equals(comparableText)) {
            return;
        }
        if (!isUpdate) {
            List<String> knownMessages = goldenFile.messagesOf(testClass, method);
            if (hasSeveralInvocations) {
                assertThat(knownMessages).as(describePlace("a message")).contains(comparableText);
            } else {
                assertThat(comparableText)
                        .as(describePlace("message " + (comparedBefore.size() + 1)))
                        .isEqualTo(
                                comparedBefore.size() < knownMessages.size()
                                        ? knownMessages.get(comparedBefore.size())
                                        : "");
            }
        }
        comparedBefore.add(comparableText);
    }

    private String describePlace(String message) {
        return message + " of " + testClass + "." + method + " in " + file + ", which -Dgolden.update=true writes";
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            markFailed();
        }
    }

    /**
     * Marks the current method as failed. Its messages are incomplete, so the file keeps the known messages of the
     * method.
     */
    void markFailed() {
        failedMethods.add(method);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        finishClass(context.getRequiredTestClass());
    }

    void finishClass(Class<?> tests) throws IOException {
        comparedMessages.keySet().removeAll(failedMethods);
        UnaryOperator<MessageFile> applyRun = knownFile -> knownFile
                .with(tests.getName(), comparedMessages, methodNames(tests))
                .withoutClasses(className -> !hasMessages(className, tests.getClassLoader()));
        if (isUpdate) {
            MessageFile.update(file, applyRun);
        } else {
            MessageFile knownFile = MessageFile.read(file);
            List<String> unusedEntries = new ArrayList<>(knownFile.entries());
            unusedEntries.removeAll(applyRun.apply(knownFile).entries());
            assertThat(unusedEntries)
                    .as("messages in " + file + " that no test compares; -Dgolden.update=true removes them")
                    .isEmpty();
        }
        comparedMessages.clear();
        failedMethods.clear();
    }

    private static Set<String> methodNames(Class<?> tests) {
        return superclasses(tests)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .map(Method::getName)
                .collect(toSet());
    }

    private static boolean hasMessages(String testClass, ClassLoader loader) {
        try {
            return superclasses(Class.forName(testClass, false, loader))
                    .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                    .anyMatch(field -> field.getType() == GoldenMessages.class);
        } catch (ClassNotFoundException ignored) {
            return false;
        }
    }

    private static Stream<Class<?>> superclasses(Class<?> type) {
        return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass);
    }
}
