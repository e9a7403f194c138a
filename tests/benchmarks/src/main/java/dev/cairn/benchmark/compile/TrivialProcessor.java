package dev.cairn.benchmark.compile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/**
 * Generates a class with one constant for each annotated type. Its cost is the minimum of any generator. The records of
 * Cairn are accepted, too.
 */
public final class TrivialProcessor extends AbstractProcessor {
    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of("dev.cairn.benchmark.compile.Trivial", "dev.cairn.annotation.Table");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement annotation : annotations) {
            round.getElementsAnnotatedWith(annotation).forEach(this::generate);
        }
        return false;
    }

    private void generate(Element type) {
        String name = type.getSimpleName() + "Trivial";
        try (Writer out =
                processingEnv.getFiler().createSourceFile("bench." + name, type).openWriter()) {
            out.write("package bench;\n\npublic final class " + name + " {\n    public static final String NAME = \""
                    + type.getSimpleName() + "\";\n}\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
