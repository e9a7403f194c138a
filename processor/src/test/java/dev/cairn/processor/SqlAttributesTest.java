package dev.cairn.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.annotation.Execute;
import dev.cairn.annotation.MaterializedView;
import dev.cairn.annotation.Migration;
import dev.cairn.annotation.Query;
import dev.cairn.annotation.RepeatableMigration;
import dev.cairn.annotation.SnapshotTable;
import dev.cairn.annotation.Variant;
import dev.cairn.annotation.View;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that editors can highlight the SQL in annotations, and that users can compile without JetBrains' annotations.
 */
class SqlAttributesTest {
    private static final String ACCOUNT_SOURCE = """
        import dev.cairn.annotation.*;
        @View(query = "SELECT id FROM account")
        record Account(long id) {
            @Query("SELECT 1")
            void one() {}
        }
        """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            classes = {
                Execute.class,
                MaterializedView.class,
                Migration.class,
                Query.class,
                RepeatableMigration.class,
                SnapshotTable.class,
                Variant.class,
                View.class
            })
    void attributesWithStatementsAreMarked(Class<?> annotation) throws IOException {
        assertThat(readClassFile(annotation.getSimpleName())).contains("Ldev/cairn/annotation/Sql;");
        assertThat(readClassFile("Sql")).contains("Lorg/intellij/lang/annotations/Language;");
    }

    @Test
    void javacDoesNotNeedTheMark() throws URISyntaxException {
        Path annotations = Path.of(
                View.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> options = List.of(
                "-classpath", annotations.toString(), "-d", folder.toString(), "-Xlint:all", "-Werror", "-proc:none");
        boolean isCompiled = javac.getTask(null, null, diagnostics, options, null, List.of(new AccountSource()))
                .call();
        assertThat(diagnostics.getDiagnostics())
                .extracting(Diagnostic::toString)
                .as("without JetBrains' annotations")
                .isEmpty();
        assertThat(isCompiled).isTrue();
    }

    private static String readClassFile(String annotation) throws IOException {
        try (InputStream stream = Objects.requireNonNull(View.class.getResourceAsStream(annotation + ".class"))) {
            return new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static final class AccountSource extends SimpleJavaFileObject {
        AccountSource() {
            super(URI.create("string:///Account.java"), Kind.SOURCE);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return ACCOUNT_SOURCE;
        }
    }
}
