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

/** The folders for the compiles of one contender: sources, generated files, classes, and two lists of source files. */
final class Workspace {
    private final Path folder;
    private final List<Path> classPath;
    private final List<Path> processorPath;
    private final String processorName;

    /**
     * Creates a workspace. Nothing is written.
     *
     * @param processorName the name of the processor; empty if its archive registers it
     */
    Workspace(Path folder, List<Path> classPath, List<Path> processorPath, String processorName) {
        this.folder = folder;
        this.classPath = classPath;
        this.processorPath = processorPath;
        this.processorName = processorName;
    }

    /** Writes the sources, and lists them in a file, for a compile with the processor. */
    void write(List<Source> sources) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Source source : sources) {
            Path file = folder.resolve("written").resolve(source.path());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.text());
            files.add(file);
        }
        writeSourceList("with-processor.txt", files);
    }

    /** Returns the folder of the classes that the processor's compile has written. */
    Path classesFolder() {
        return folder.resolve("classes");
    }

    /** Deletes the output of compiles. */
    void deleteOutput() throws IOException {
        for (String folderName : List.of("generated", "classes", "plain")) {
            Path outputFolder = folder.resolve(folderName);
            if (Files.isDirectory(outputFolder)) {
                try (Stream<Path> files = Files.walk(outputFolder)) {
                    files.sorted(Comparator.reverseOrder()).forEach(Workspace::delete);
                }
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Lists the written and the generated sources in a file, for a compile without the processor. Must be called after
     * a compile with the processor.
     */
    void writePlainSourceList() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folderName : List.of("written", "generated")) {
            try (Stream<Path> foundFiles = Files.walk(folder.resolve(folderName))) {
                foundFiles
                        .filter(file -> file.toString().endsWith(".java"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        writeSourceList("plain.txt", files);
    }

    private void writeSourceList(String name, List<Path> files) throws IOException {
        Files.write(folder.resolve(name), files.stream().map(Path::toString).toList());
    }

    /** Returns the arguments of javac for a compile with the processor. Creates the folders of its output. */
    List<String> createProcessorArguments() throws IOException {
        Files.createDirectories(folder.resolve("generated"));
        Files.createDirectories(folder.resolve("classes"));
        List<String> arguments = new ArrayList<>();
        if (!processorName.isEmpty()) {
            arguments.addAll(List.of("-processor", processorName));
        }
        arguments.addAll(List.of(
                "-nowarn",
                "-encoding",
                "UTF-8",
                "-processorpath",
                joinPaths(processorPath),
                "-cp",
                joinPaths(classPath),
                "-s",
                folder.resolve("generated").toString(),
                "-d",
                folder.resolve("classes").toString(),
                "@" + folder.resolve("with-processor.txt")));
        return arguments;
    }

    /**
     * Returns the arguments of javac for a compile of the sources that {@link #writePlainSourceList} has listed.
     * Creates the folder of its output.
     */
    List<String> createPlainArguments() throws IOException {
        Files.createDirectories(folder.resolve("plain"));
        return List.of(
                "-nowarn",
                "-encoding",
                "UTF-8",
                "-proc:none",
                "-cp",
                joinPaths(classPath),
                "-d",
                folder.resolve("plain").toString(),
                "@" + folder.resolve("plain.txt"));
    }

    /** Returns the numbers of bytes of the generated sources and, as the second element, of their classes. */
    long[] countGeneratedBytes() throws IOException {
        return new long[] {
            countBytes(folder.resolve("generated"), ".java"), countBytes(folder.resolve("classes"), ".class")
        };
    }

    private long countBytes(Path root, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .filter(file -> !isWritten(root.relativize(file)))
                    .mapToLong(Workspace::readSize)
                    .sum();
        }
    }

    /** Returns whether a source, or the source of a class, was written as an input, and not generated. */
    private boolean isWritten(Path file) {
        String source = file.toString().replaceFirst("(\\$.*)?\\.(class|java)$", ".java");
        return Files.exists(folder.resolve("written").resolve(source));
    }

    private static long readSize(Path file) {
        try {
            return Files.size(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String joinPaths(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
