package dev.cairn.benchmark.compile;

import dev.cairn.benchmark.compile.Contender.Source;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The folders of one contender with a number of types: sources, generated files, and two lists of files. */
final class Workspace {
    private final Path folder;
    private final List<Path> classPath;
    private final List<Path> processorPath;
    private final String processor;

    /** @param processor the name of the processor; empty if its archive registers it */
    Workspace(Path folder, List<Path> classPath, List<Path> processorPath, String processor) {
        this.folder = folder;
        this.classPath = classPath;
        this.processorPath = processorPath;
        this.processor = processor;
    }

    void write(List<Source> sources) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Source source : sources) {
            Path file = folder.resolve("written").resolve(source.path());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.text());
            files.add(file);
        }
        list("with-processor.txt", files);
    }

    /** The folder of the classes that the processor's compile has written. */
    Path classes() {
        return folder.resolve("classes");
    }

    /** Deletes the output of compiles. */
    void clear() throws IOException {
        for (String part : List.of("generated", "classes", "plain")) {
            Path left = folder.resolve(part);
            if (Files.isDirectory(left)) {
                try (Stream<Path> found = Files.walk(left)) {
                    found.sorted(Comparator.reverseOrder()).forEach(Workspace::delete);
                }
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps the sources and the generated ones for a compile without the processor. */
    void keepGenerated() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String part : List.of("written", "generated")) {
            try (Stream<Path> found = Files.walk(folder.resolve(part))) {
                found.filter(file -> file.toString().endsWith(".java")).sorted().forEach(files::add);
            }
        }
        list("plain.txt", files);
    }

    private void list(String name, List<Path> files) throws IOException {
        Files.write(folder.resolve(name), files.stream().map(Path::toString).toList());
    }

    List<String> withProcessor() throws IOException {
        Files.createDirectories(folder.resolve("generated"));
        Files.createDirectories(folder.resolve("classes"));
        List<String> arguments = new ArrayList<>();
        if (!processor.isEmpty()) {
            arguments.addAll(List.of("-processor", processor));
        }
        arguments.addAll(List.of(
                "-nowarn",
                "-encoding",
                "UTF-8",
                "-processorpath",
                joined(processorPath),
                "-cp",
                joined(classPath),
                "-s",
                folder.resolve("generated").toString(),
                "-d",
                folder.resolve("classes").toString(),
                "@" + folder.resolve("with-processor.txt")));
        return arguments;
    }

    List<String> plain() throws IOException {
        Files.createDirectories(folder.resolve("plain"));
        return List.of(
                "-nowarn",
                "-encoding",
                "UTF-8",
                "-proc:none",
                "-cp",
                joined(classPath),
                "-d",
                folder.resolve("plain").toString(),
                "@" + folder.resolve("plain.txt"));
    }

    /** Bytes of the generated sources, and of their classes. */
    long[] generatedBytes() throws IOException {
        return new long[] {bytes(folder.resolve("generated"), ".java"), bytes(folder.resolve("classes"), ".class")};
    }

    private long bytes(Path where, String ending) throws IOException {
        try (Stream<Path> found = Files.walk(where)) {
            return found.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !isWritten(where.relativize(file)))
                    .mapToLong(Workspace::size)
                    .sum();
        }
    }

    private boolean isWritten(Path file) {
        String source = file.toString().replaceFirst("(\\$.*)?\\.(class|java)$", ".java");
        return Files.exists(folder.resolve("written").resolve(source));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String joined(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
