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
 * The messages of a module, for each test class and test method. A line with # names a class, a line that is not indented a
 * method; a message begins with a dash, and its other lines are indented.
 */
record MessageFile(Map<String, Map<String, List<String>>> messages) {
    static final MessageFile EMPTY = new MessageFile(Map.of());

    private static final String CLASS = "# ";
    private static final String FIRST_LINE = "  - ";
    private static final String OTHER_LINE = "    ";

    /** What differs from run to run, or from machine to machine. */
    private static final Pattern CHANCE = Pattern.compile(String.join(
            "|",
            "(?<=Communications link failure \\()[^()]+",
            "(?<=127\\.0\\.0\\.1:|\\(conn=|\\bjob |_id ?= ?|\\btest_|__cairn_(?:fence_)?)\\d+",
            "(?<=\\bcairn_\\w{1,60}_)[0-9a-f]{8}(?![0-9a-z])",
            "/[^\\s:'\"]*/junit-?\\d+",
            "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z",
            "\\d+(?= milliseconds)"));

    static String withoutChance(String message) {
        return CHANCE.matcher(message).replaceAll("…").strip();
    }

    static MessageFile read(Path file) throws IOException {
        return Files.exists(file) ? of(Files.readString(file)) : EMPTY;
    }

    /** Changes a file that other JVMs may change at the same time. */
    static synchronized void update(Path file, UnaryOperator<MessageFile> change) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        try (FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE)) {
            channel.lock(); // until the channel is closed
            ByteBuffer former = ByteBuffer.allocate((int) channel.size());
            while (former.hasRemaining() && channel.read(former) >= 0) {}
            MessageFile changed = change.apply(of(UTF_8.decode(former.flip()).toString()));
            channel.truncate(0);
            ByteBuffer text = UTF_8.encode(changed.text());
            while (text.hasRemaining()) {
                channel.write(text, channel.size());
            }
        }
    }

    static MessageFile of(String text) {
        Map<String, Map<String, List<String>>> all = new TreeMap<>();
        Map<String, List<String>> ofClass = new TreeMap<>();
        List<String> ofMethod = new ArrayList<>();
        String space = "";
        for (String line : text.lines().toList()) {
            if (line.isEmpty()) {
                space += "\n";
                continue;
            }
            if (line.startsWith(CLASS)) {
                ofClass = all.computeIfAbsent(line.substring(CLASS.length()), none -> new TreeMap<>());
            } else if (line.startsWith(FIRST_LINE)) {
                ofMethod.add(line.substring(FIRST_LINE.length()));
            } else if (line.startsWith(OTHER_LINE)) {
                int last = ofMethod.size() - 1;
                ofMethod.set(last, ofMethod.get(last) + "\n" + space + line.substring(OTHER_LINE.length()));
            } else {
                ofMethod = ofClass.computeIfAbsent(line, none -> new ArrayList<>());
            }
            space = "";
        }
        return new MessageFile(all);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        messages.forEach((testClass, methods) -> {
            text.append(text.isEmpty() ? "" : "\n")
                    .append(CLASS)
                    .append(testClass)
                    .append('\n');
            methods.forEach((method, each) -> {
                text.append('\n').append(method).append('\n');
                each.forEach(message -> text.append(written(message)));
            });
        });
        return text.toString();
    }

    private static String written(String message) {
        return message.lines()
                .map(line -> line.isEmpty() ? "\n" : OTHER_LINE + line + "\n")
                .collect(joining())
                .replaceFirst(OTHER_LINE, FIRST_LINE);
    }

    /** Each message with its place. */
    List<String> entries() {
        List<String> entries = new ArrayList<>();
        messages.forEach((testClass, methods) -> methods.forEach((method, each) -> {
            for (int i = 0; i < each.size(); i++) {
                entries.add(testClass + "." + method + ", message " + (i + 1) + ": " + each.get(i));
            }
        }));
        return entries;
    }

    List<String> of(String testClass, String method) {
        return messages.getOrDefault(testClass, Map.of()).getOrDefault(method, List.of());
    }

    /** With the messages of those methods of a class that ran, and without those of methods that it no longer has. */
    MessageFile with(String testClass, Map<String, List<String>> ran, Set<String> methods) {
        Map<String, List<String>> ofClass = new TreeMap<>(messages.getOrDefault(testClass, Map.of()));
        ofClass.putAll(ran);
        ofClass.keySet().retainAll(methods);
        ofClass.values().removeIf(List::isEmpty);
        Map<String, Map<String, List<String>>> all = new TreeMap<>(messages);
        all.put(testClass, ofClass);
        all.values().removeIf(Map::isEmpty);
        return new MessageFile(all);
    }

    MessageFile withoutClasses(Predicate<String> gone) {
        Map<String, Map<String, List<String>>> all = new TreeMap<>(messages);
        all.keySet().removeIf(gone);
        return new MessageFile(all);
    }
}
