package dev.cairn.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Filer;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/** Tests that records of every kind that Java allows become descriptors that compile without a warning. */
class UnusualSourcesTest {
    private static Compilation compile(List<Processor> otherProcessors, JavaFileObject... sources) {
        List<Processor> processors = new ArrayList<>(otherProcessors);
        processors.add(0, new CairnProcessor());
        Compilation compilation = UserClassPath.javac()
                .withOptions("-Xlint:all,-processing", "-Werror", "-Acairn.pending=off")
                .withProcessors(processors)
                .compile(sources);
        assertThat(compilation).succeededWithoutWarnings();
        return compilation;
    }

    private static Compilation compile(JavaFileObject... sources) {
        return compile(List.of(), sources);
    }

    private static JavaFileObject source(String name, String text) {
        return JavaFileObjects.forSourceString(name, text);
    }

    private static List<String> generatedFiles(Compilation compilation) {
        return compilation.generatedSourceFiles().stream()
                .map(file -> file.getName().replaceFirst("^/SOURCE_OUTPUT/", ""))
                .sorted()
                .toList();
    }

    @Test
    void recordsMayBeInTheUnnamedPackage() {
        Compilation compilation = compile(source("Order", """
            @dev.cairn.annotation.Table
            record Order(long id) {}
            """), source("Shop", """
                @dev.cairn.annotation.Schema(name = "shop", value = Order.class)
                interface Shop {}
                """));
        assertThat(generatedFiles(compilation)).containsExactly("OrderTable.java", "ShopSchema.java");
    }

    @Test
    void recordsMayBeNestedInTypesOfAllKinds() {
        Compilation compilation = compile(source("shop.Outer", """
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = {Outer.Inner.class, Outer.Face.Deep.class, Outer.Color.Shade.class})
            public abstract class Outer<T extends Comparable<T>> {
                /** With all that a record may have. */
                @Table
                @Deprecated
                public record Inner(@Deprecated long id, @Varchar(3) String name) implements Comparable<Inner> {
                    static final int LIMIT = 7;

                    public Inner {
                        if (id < 0 || name.length() > LIMIT) {
                            throw new IllegalArgumentException();
                        }
                    }

                    @Override
                    public int compareTo(Inner other) {
                        return Long.compare(id, other.id);
                    }

                    static Inner of(long id) {
                        return new Inner(id, null);
                    }
                }

                interface Face {
                    @Table
                    record Deep(long id) {}
                }

                @interface Note {}

                enum Color {
                    RED;

                    @Table
                    record Shade(@Column(name = "class") Color color, @Column(name = "select") int from) {}
                }
            }
            """));
        assertThat(generatedFiles(compilation))
                .containsExactly(
                        "shop/OuterColorShadeTable.java",
                        "shop/OuterFaceDeepTable.java",
                        "shop/OuterInnerTable.java",
                        "shop/OuterSchema.java");
    }

    @Test
    void recordsMayHaveMoreColumnsThanComponents() {
        String components = IntStream.range(0, 100).mapToObj(i -> "int c" + i).collect(Collectors.joining(", "));
        Compilation compilation = compile(source("shop.Wide", """
            package shop;
            import dev.cairn.annotation.*;
            @Table
            public record Wide(
                    long id,
                    @Embedded(prefix = "a_") Part a,
                    @Embedded(prefix = "b_") Part b,
                    @Embedded(prefix = "c_") Part c,
                    @Embedded(prefix = "d_") Part d) {
                public record Part(%s) {}
            }
            """.formatted(components)));
        assertThat(compilation)
                .generatedSourceFile("shop.WideTable")
                .contentsAsUtf8String()
                .contains("`d_c99` int(11)");
    }

    /** Generates an enum and a record that the sources need. */
    @SupportedAnnotationTypes("*")
    private static final class TypeGenerator extends AbstractProcessor {
        private boolean isDone;

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latestSupported();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            if (!isDone) {
                isDone = true;
                write(processingEnv.getFiler(), "shop.Status", "package shop; public enum Status { NEW }");
                write(processingEnv.getFiler(), "shop.Audit", "package shop; public record Audit(String by) {}");
            }
            return false;
        }

        private static void write(Filer filer, String name, String text) {
            try (Writer out = filer.createSourceFile(name).openWriter()) {
                out.write(text);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    @Test
    void recordsMayContainTypesThatAnotherProcessorGenerates() {
        Compilation compilation = compile(
                List.of(new TypeGenerator()),
                source("shop.Order", """
                    package shop;
                    import dev.cairn.annotation.*;
                    @Table
                    public record Order(long id, java.util.List<Status> states, @Embedded Audit audit) {}
                    """),
                source("shop.Item", """
                        package shop;
                        import dev.cairn.annotation.*;
                        @Table
                        public record Item(long id) {}
                        """),
                source("shop.Shop", """
                            package shop;
                            import dev.cairn.annotation.*;
                            @Schema(name = "shop", value = {Order.class, Item.class})
                            public interface Shop {}
                            """));
        assertThat(generatedFiles(compilation))
                .containsExactly(
                        "shop/Audit.java",
                        "shop/ItemTable.java",
                        "shop/OrderTable.java",
                        "shop/ShopSchema.java",
                        "shop/Status.java");
        assertThat(compilation)
                .generatedSourceFile("shop.OrderTable")
                .contentsAsUtf8String()
                .contains("`states` array<varchar(65533)> NULL");
    }

    /** Collects the names of the annotations that javac passes to it. */
    @SupportedAnnotationTypes("*")
    private static final class AnnotationCollector extends AbstractProcessor {
        private final Set<String> annotationNames = new TreeSet<>();

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latestSupported();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            annotations.forEach(
                    each -> annotationNames.add(each.getQualifiedName().toString()));
            return false;
        }
    }

    @Test
    void annotationsOfOtherLibrariesAreLeftToTheirProcessors() {
        AnnotationCollector collector = new AnnotationCollector();
        compile(List.of(collector), source("shop.Order", """
            package shop;
            import dev.cairn.annotation.*;
            @Table
            @Deprecated
            public record Order(long id, @Varchar(3) String name) {}
            """));
        assertThat(collector.annotationNames)
                .contains("java.lang.Deprecated", "javax.annotation.processing.Generated")
                .noneMatch(name -> name.startsWith("dev.cairn."));
    }
}
