package dev.cairn.processor;

import com.google.testing.compile.Compiler;
import dev.cairn.Migrator;
import dev.cairn.annotation.Table;
import dev.cairn.schema.MemoryRow;
import dev.cairn.sql.ast.Expression;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The class path of a user's sources: Cairn's annotations, its runtime and its engine, JSpecify, and compiled classes
 * of tests. It is shorter than the class path of the tests: javac opens each archive of its class path in each
 * compilation, which would take a third of the time of the tests.
 */
public final class UserClassPath {
    /** The folders and archives. */
    public static final List<Path> ENTRIES = Stream.of(
                    Table.class, Migrator.class, Expression.class, Nullable.class, UserClassPath.class, MemoryRow.class)
            .map(UserClassPath::locate)
            .toList();

    /** The entries as the value of an option of javac. */
    public static final String OPTION_VALUE =
            ENTRIES.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));

    private UserClassPath() {}

    public static Compiler javac() {
        return Compiler.javac().withClasspath(ENTRIES.stream().map(Path::toFile).toList());
    }

    private static Path locate(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
