package dev.cairn.processor.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.UserClassPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the processor waits for types that other processors generate in the same compilation, and does not delay
 * its own classes, for which other processors may wait.
 */
class RoundsTest {
    private static final JavaFileObject ORDER_SOURCE = JavaFileObjects.forSourceString("shop.Order", """
        package shop;
        import dev.cairn.annotation.*;
        @Table(name = Names.ORDER)
        public record Order(long id, java.util.List<Status> states, @Embedded Audit audit, Wrong wrong) {
            public record Wrong(Thread thread) {}
        }
        """);
    private static final JavaFileObject ITEM_SOURCE = JavaFileObjects.forSourceString("shop.Item", """
        package shop;
        import dev.cairn.annotation.*;
        @Table
        public record Item(Long id) {}
        """);

    /** Generates the types that the sources above lack, one in each round. */
    @SupportedAnnotationTypes("*")
    private static final class TypeGenerator extends AbstractProcessor {
        private int roundNumber;

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latestSupported();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment environment) {
            roundNumber++;
            switch (roundNumber) {
                case 1 -> write("shop.Status", "package shop; public enum Status { NEW }");
                case 2 -> write("shop.Audit", "package shop; public record Audit(String by) {}");
                case 3 -> write("shop.Names", "package shop; interface Names { String ORDER = \"orders\"; }");
                default -> {}
            }
            return false;
        }

        private void write(String name, String text) {
            try (Writer writer = processingEnv.getFiler().createSourceFile(name).openWriter()) {
                writer.write(text);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static Compilation compile(JavaFileObject... sources) {
        return UserClassPath.javac()
                .withOptions("-proc:only")
                .withProcessors(new CairnProcessor(), new TypeGenerator())
                .compile(sources);
    }

    private static List<String> findings(Compilation compilation) {
        return compilation.diagnostics().stream()
                .map(diagnostic ->
                        diagnostic.getMessage(null).lines().findFirst().orElseThrow())
                .filter(message -> message.startsWith("["))
                .toList();
    }

    private static JavaFileObject shopSource(String members) {
        return JavaFileObjects.forSourceString(
                "shop.Shop",
                "package shop;\n@dev.cairn.annotation.Schema(name = \"shop\", value = {" + members
                        + "})\npublic interface Shop {}");
    }

    @Test
    void otherErrorsAreReportedOnce() {
        assertThat(findings(compile(ORDER_SOURCE, ITEM_SOURCE, shopSource("Order.class, Item.class"))))
                .containsExactly(
                        "[no-column-for-type] 'thread' has the type Thread, which can't be the type of a column; use"
                                + " another type, such as a record for a STRUCT, an enum, or String with @Json or"
                                + " @SqlType");
    }

    @Test
    void aMemberMayComeLater() {
        assertThat(findings(compile(ITEM_SOURCE, shopSource("Item.class, Status.class"))))
                .containsExactly(
                        "[not-a-member] 'shop.Status' has none of the annotations @Table, @SnapshotTable, @View,"
                                + " @MaterializedView and @External; add one of them, or remove 'shop.Status' from the"
                                + " schema");
    }

    @Test
    void javacReportsMembersThatAreNeverGenerated() {
        Compilation compilation = compile(ITEM_SOURCE, shopSource("Item.class, Missing.class"));
        assertThat(findings(compilation)).isEmpty();
        assertThat(compilation.errors())
                .anySatisfy(error -> assertThat(error.getMessage(null)).contains("class Missing"));
    }

    /** Generates a schema in the first round. */
    @SupportedAnnotationTypes("*")
    private static final class SchemaGenerator extends AbstractProcessor {
        private boolean isDone;

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latestSupported();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment environment) {
            if (!isDone) {
                isDone = true;
                try (Writer writer =
                        processingEnv.getFiler().createSourceFile("shop.Shop").openWriter()) {
                    writer.write("package shop; @dev.cairn.annotation.Schema(name = \"shop\", value = Item.class,"
                            + " roles = Analyst.class) public interface Shop {}");
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }
            return false;
        }
    }

    @Test
    void aSchemaThatListsARoleMayComeLater() {
        Compilation compilation = UserClassPath.javac()
                .withOptions("-proc:only", "-Acairn.pending=off")
                .withProcessors(new CairnProcessor(), new SchemaGenerator())
                .compile(
                        ITEM_SOURCE,
                        JavaFileObjects.forSourceString(
                                "shop.Analyst",
                                "package shop; @dev.cairn.annotation.access.Role public interface Analyst {}"),
                        JavaFileObjects.forSourceString(
                                "shop.Loader",
                                "package shop; @dev.cairn.annotation.access.Role public interface Loader {}"));
        assertThat(findings(compilation))
                .filteredOn(finding -> finding.startsWith("[role-without-schema]"))
                .singleElement()
                .asString()
                .contains("'shop.Loader'");
    }

    /** Counts the rounds, and records the kind of the type of a field in each of them. */
    @SupportedAnnotationTypes("*")
    private static final class RoundRecorder extends AbstractProcessor {
        private final List<TypeKind> fieldTypeKinds = new ArrayList<>();
        private int roundCount;

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latestSupported();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment environment) {
            roundCount++;
            TypeElement tablesClass = processingEnv.getElementUtils().getTypeElement("app.Tables");
            if (tablesClass != null) {
                ElementFilter.fieldsIn(tablesClass.getEnclosedElements())
                        .forEach(field -> fieldTypeKinds.add(field.asType().getKind()));
            }
            return false;
        }
    }

    private static RoundRecorder recordRounds(JavaFileObject... sources) {
        RoundRecorder recorder = new RoundRecorder();
        Compilation compilation = UserClassPath.javac()
                .withOptions("-Xlint:all,-processing", "-Werror", "-Acairn.pending=off")
                .withProcessors(recorder, new CairnProcessor())
                .compile(sources);
        assertThat(compilation.diagnostics()).isEmpty();
        assertThat(compilation.generatedFiles())
                .extracting(JavaFileObject::getName)
                .anyMatch(name -> name.endsWith("shop/ItemTable.class"))
                .anyMatch(name -> name.endsWith("shop/ShopSchema.class"));
        return recorder;
    }

    private static final String TABLES_TEMPLATE = """
        package app;
        %s
        public class Tables {
            private %s table;
            static String name() {
                return shop.ItemTable.ITEM.name() + shop.ShopSchema.SCHEMA;
            }
        }
        """;

    private static JavaFileObject tablesSource(String imports, String type) {
        return JavaFileObjects.forSourceString("app.Tables", TABLES_TEMPLATE.formatted(imports, type));
    }

    @Test
    void classesThatOnlyBodiesMentionDoNotMakeJavacEnterAllSourcesAgain() {
        assertThat(recordRounds(ITEM_SOURCE, shopSource("Item.class")).roundCount)
                .isEqualTo(2);
        assertThat(recordRounds(ITEM_SOURCE, shopSource("Item.class"), tablesSource("", "Runnable")).roundCount)
                .isEqualTo(2);
    }

    @Test
    void aMentionedClassIsVisibleInTheNextRound() {
        RoundRecorder recorder =
                recordRounds(ITEM_SOURCE, shopSource("Item.class"), tablesSource("", "shop.ItemTable"));
        assertThat(recorder.fieldTypeKinds).containsExactly(TypeKind.ERROR, TypeKind.DECLARED, TypeKind.DECLARED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"import shop.ItemTable;", "import static shop.ItemTable.ITEM;", "import static shop.ItemTable.*;"
            })
    void aClassMayBeImported(String imports) {
        assertThat(recordRounds(ITEM_SOURCE, shopSource("Item.class"), tablesSource(imports, "Object")).roundCount)
                .isEqualTo(3);
    }

    @Test
    void aClassOfALaterRoundMayBeMentioned() {
        Compilation compilation = UserClassPath.javac()
                .withOptions("-Acairn.pending=off")
                .withProcessors(new CairnProcessor(), new TypeGenerator())
                .compile(
                        JavaFileObjects.forSourceString("shop.Order", """
                                package shop;
                                import dev.cairn.annotation.*;
                                @Table
                                public record Order(long id, @Embedded Audit audit) {}
                                """),
                        ITEM_SOURCE,
                        shopSource("Item.class, Order.class"),
                        tablesSource("import shop.OrderTable;", "OrderTable"));
        assertThat(compilation.errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.Tables in an import",
                "app.Tables in a wildcard",
                "app.Tables by its whole name",
                "shop.Tables in the same package"
            })
    void aSourceOnTheSourcePathMayMentionAClass(String mention, @TempDir Path folder) throws IOException {
        String tablesName = mention.substring(0, mention.indexOf(' '));
        String imports =
                mention.endsWith("import") ? "import app.Tables;" : mention.endsWith("wildcard") ? "import app.*;" : "";
        String typeText = mention.endsWith("whole name") ? tablesName : "Tables";
        write(folder, "shop/Item.java", ITEM_SOURCE.getCharContent(true).toString());
        write(folder, "shop/Shop.java", """
                package shop;
                %s
                @dev.cairn.annotation.Schema(name = "shop", value = Item.class)
                public interface Shop {
                    Class<? extends %s> TABLES = %s.class;
                }
                """.formatted(imports, typeText, typeText));
        write(
                folder,
                tablesName.replace('.', '/') + ".java",
                TABLES_TEMPLATE
                        .formatted("", "shop.ItemTable")
                        .replace("package app", "package " + tablesName.replace(".Tables", "")));

        List<Diagnostic<? extends JavaFileObject>> diagnostics =
                compileInFolder(folder, folder.resolve("shop/Item.java"), folder.resolve("shop/Shop.java"));

        assertThat(diagnostics).noneMatch(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR);
        assertThat(folder.resolve(tablesName.replace('.', '/') + ".class")).exists();
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    private static List<Diagnostic<? extends JavaFileObject>> compileInFolder(Path folder, Path... sources)
            throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager fileManager =
                compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-d",
                    folder.toString(),
                    "-sourcepath",
                    folder.toString(),
                    "-cp",
                    UserClassPath.OPTION_VALUE,
                    "-Acairn.pending=off");
            JavaCompiler.CompilationTask task = compiler.getTask(
                    null, fileManager, diagnostics, options, null, fileManager.getJavaFileObjects(sources));
            task.setProcessors(List.of(new CairnProcessor()));
            task.call();
        }
        return diagnostics.getDiagnostics();
    }
}
