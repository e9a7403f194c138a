package dev.cairn.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The messages of a module, for each test class and test method. A line with # names a class, a line that is not
 * indented a method; a message begins with a dash, and its other lines are indented.
 */
record MessageFile(Map<String, Map<String, List<String>>> messages) {
    static final MessageFile EMPTY = new MessageFile(Map.of());

    private static final String CLASS_PREFIX = "# ";
    private static final String FIRST_LINE_PREFIX = "  - ";
    private static final String OTHER_LINE_PREFIX = "    ";

    /** Matches text that differs from run to run, or from machine to machine. */
    private static final Pattern VARYING_TEXT = Pattern.compile(String.join(
            "|",
            "(?<=Communications link failure \\()[^()]+",
            "(?<=127\\.0\\.0\\.1:|\\(conn=|\\bjob |_id ?= ?|\\btest_|__cairn_(?:fence_)?)\\d+",
            "(?<=\\bcairn_\\w{1,60}_)[0-9a-f]{8}(?![0-9a-z])",
            "/[^\\s:'\"]*/junit-?\\d+",
            "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z",
            "\\d+(?= milliseconds)"));

    static String withoutVaryingText(String message) {
        return VARYING_TEXT.matcher(message).replaceAll("…").strip();
    }

    static MessageFile read(Path file) throws IOException {
        return Files.exists(file) ? parse(Files.readString(file)) : EMPTY;
    }

    /** Changes a file that other JVMs may change at the same time. */
    static synchronized void update(Path file, UnaryOperator<MessageFile> change) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        try (FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE)) {
            channel.lock(); // until the channel is closed
            ByteBuffer formerText = ByteBuffer.allocate((int) channel.size());
            while (formerText.hasRemaining() && channel.read(formerText) >= 0) {}
            MessageFile changedFile =
                    change.apply(parse(UTF_8.decode(formerText.flip()).toString()));
            channel.truncate(0);
            ByteBuffer text = UTF_8.encode(changedFile.render());
            while (text.hasRemaining()) {
                channel.write(text, channel.size());
            }
        }
    }

    static MessageFile parse(String text) {
        Map<String, Map<String, List<String>>> messagesByClass = new TreeMap<>();
        Map<String, List<String>> classMessages = new TreeMap<>();
        List<String> methodMessages = new ArrayList<>();
        String blankLines = "";
        for (String line : text.lines().toList()) {
            if (line.isEmpty()) {
                blankLines += "\n";
                continue;
            }
            if (line.startsWith(CLASS_PREFIX)) {
                classMessages = messagesByClass.computeIfAbsent(
                        line.substring(CLASS_PREFIX.length()), ignored -> new TreeMap<>());
            } else if (line.startsWith(FIRST_LINE_PREFIX)) {
                methodMessages.add(line.substring(FIRST_LINE_PREFIX.length()));
            } else if (line.startsWith(OTHER_LINE_PREFIX)) {
                int lastIndex = methodMessages.size() - 1;
                methodMessages.set(
                        lastIndex,
                        methodMessages.get(lastIndex) + "\n" + blankLines + line.substring(OTHER_LINE_PREFIX.length()));
            } else {
                methodMessages = classMessages.computeIfAbsent(line, ignored -> new ArrayList<>());
            }
            blankLines = "";
        }
        return new MessageFile(messagesByClass);
    }

    String render() {
        StringBuilder text = new StringBuilder();
        messages.forEach((testClass, methods) -> {
            text.append(text.isEmpty() ? "" : "\n")
                    .append(CLASS_PREFIX)
                    .append(testClass)
                    .append('\n');
            methods.forEach((method, methodMessages) -> {
                text.append('\n').append(method).append('\n');
                methodMessages.forEach(message -> text.append(renderMessage(message)));
            });
        });
        return text.toString();
    }

    private static String renderMessage(String message) {
        return message.lines()
                .map(line -> line.isEmpty() ? "\n" : OTHER_LINE_PREFIX + line + "\n")
                .collect(joining())
                .replaceFirst(OTHER_LINE_PREFIX, FIRST_LINE_PREFIX);
    }

    /** Returns each message after its class, its method and its number. */
    List<String> entries() {
        List<String> entries = new ArrayList<>();
        messages.forEach((testClass, methods) -> methods.forEach((method, methodMessages) -> {
            for (int i = 0; i < methodMessages.size(); i++) {
                entries.add(testClass + "." + method + ", message " + (i + 1) + ": " + methodMessages.get(i));
            }
        }));
        return entries;
    }

    List<String> messagesOf(String testClass, String method) {
        return messages.getOrDefault(testClass, Map.of()).getOrDefault(method, List.of());
    }

    /**
     * Returns the file with the messages of the methods that ran, and without those of methods that the class lacks.
     */
    MessageFile with(String testClass, Map<String, List<String>> newMessages, Set<String> methods) {
        Map<String, List<String>> classMessages = new TreeMap<>(messages.getOrDefault(testClass, Map.of()));
        classMessages.putAll(newMessages);
        classMessages.keySet().retainAll(methods);
        classMessages.values().removeIf(List::isEmpty);
        Map<String, Map<String, List<String>>> messagesByClass = new TreeMap<>(messages);
        messagesByClass.put(testClass, classMessages);
        messagesByClass.values().removeIf(Map::isEmpty);
        return new MessageFile(messagesByClass);
    }

    MessageFile withoutClasses(Predicate<String> isRemoved) {
        Map<String, Map<String, List<String>>> messagesByClass = new TreeMap<>(messages);
        messagesByClass.keySet().removeIf(isRemoved);
        return new MessageFile(messagesByClass);
    }
}
