package dev.cairn.processor.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.UserClassPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/** Types that other processors generate in the same compile are waited for. */
class RoundsTest {
    private static final JavaFileObject ORDER = JavaFileObjects.forSourceString("shop.Order", """
        package shop;
        import dev.cairn.annotation.*;
        @Table(name = Names.ORDER)
        public record Order(long id, java.util.List<Status> states, @Embedded Audit audit, Wrong wrong) {
            public record Wrong(Thread thread) {}
        }
        """);
    private static final JavaFileObject ITEM = JavaFileObjects.forSourceString("shop.Item", """
        package shop;
        import dev.cairn.annotation.*;
        @Table
        public record Item(Long id) {}
        """);

    /** Generates what the sources above lack, one type in each round. */
    @SupportedAnnotationTypes("*")
    private static final class Others extends AbstractProcessor {
        private int round;

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latestSupported();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment environment) {
            round++;
            switch (round) {
                case 1 -> write("shop.Status", "package shop; public enum Status { NEW }");
                case 2 -> write("shop.Audit", "package shop; public record Audit(String by) {}");
                case 3 -> write("shop.Names", "package shop; interface Names { String ORDER = \"orders\"; }");
                default -> {}
            }
            return false;
        }

        private void write(String name, String text) {
            try (Writer out = processingEnv.getFiler().createSourceFile(name).openWriter()) {
                out.write(text);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static Compilation compiled(JavaFileObject... sources) {
        return UserClassPath.javac()
                .withOptions("-proc:only")
                .withProcessors(new CairnProcessor(), new Others())
                .compile(sources);
    }

    private static List<String> findings(Compilation compilation) {
        return compilation.diagnostics().stream()
                .map(diagnostic ->
                        diagnostic.getMessage(null).lines().findFirst().orElseThrow())
                .filter(message -> message.startsWith("["))
                .toList();
    }

    private static JavaFileObject shop(String members) {
        return JavaFileObjects.forSourceString(
                "shop.Shop",
                "package shop;\n@dev.cairn.annotation.Schema(name = \"shop\", value = {" + members
                        + "})\npublic interface Shop {}");
    }

    @Test
    void otherErrorsAreReportedOnce() {
        assertThat(findings(compiled(ORDER, ITEM, shop("Order.class, Item.class"))))
                .containsExactly(
                        "[no-column-for-type] 'thread' has the type Thread, which can't be the type of a column; use"
                                + " another type, such as a record for a STRUCT, an enum, or String with @Json or"
                                + " @SqlType");
    }

    @Test
    void aMemberMayComeLater() {
        assertThat(findings(compiled(ITEM, shop("Item.class, Status.class"))))
                .containsExactly(
                        "[not-a-member] 'shop.Status' has none of the annotations @Table, @SnapshotTable, @View,"
                                + " @MaterializedView and @External; add one of them, or remove 'shop.Status' from the"
                                + " schema");
    }

    @Test
    void javacReportsMembersThatAreNeverGenerated() {
        Compilation compilation = compiled(ITEM, shop("Item.class, Missing.class"));
        assertThat(findings(compilation)).isEmpty();
        assertThat(compilation.errors())
                .anySatisfy(error -> assertThat(error.getMessage(null)).contains("class Missing"));
    }
}
