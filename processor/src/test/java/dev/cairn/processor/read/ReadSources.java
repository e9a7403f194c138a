package dev.cairn.processor.read;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.UserClassPath;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.CompileDeclarations;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.PlaceRegistry;
import dev.cairn.processor.read.annotation.PlaceRegistry.Origin;
import dev.cairn.processor.read.annotation.RemainingRounds;
import dev.cairn.sql.Sql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaFileObject;

/** The declarations and findings of the reader for sources, in a compilation that only reads them. */
final class ReadSources {
    private static final String IMPORTS = """
        package shop;
        import dev.cairn.annotation.*;
        import dev.cairn.type.*;
        import java.math.*;
        import java.time.*;
        import java.util.*;
        import static dev.cairn.annotation.Aggregate.Function.*;
        import static dev.cairn.annotation.Index.Kind.*;
        import static dev.cairn.annotation.Refresh.Mode.*;
        import static dev.cairn.annotation.Refresh.Moment.*;
        import static dev.cairn.annotation.View.Security.*;
        import static dev.cairn.annotation.ColumnMatch.*;
        """;

    private static final Pattern TYPE_NAME = Pattern.compile("public \\w+ (\\w+)");

    final List<ObjectDeclaration> declarations = new ArrayList<>();
    final List<CompileDeclarations> readings = new ArrayList<>();
    /** The findings with their places, as {@code [code] text @ element @annotation value}. */
    final List<String> findings = new ArrayList<>();

    private ReadSources() {}

    /** Reads one record in a package with everything imported. */
    static ReadSources of(String body) {
        Matcher nameMatcher = TYPE_NAME.matcher(body);
        String name = nameMatcher.find() ? nameMatcher.group(1) : "Sample";
        return of(List.of(JavaFileObjects.forSourceString("shop." + name, IMPORTS + body)));
    }

    static ReadSources of(List<JavaFileObject> files) {
        ReadSources readSources = new ReadSources();
        Compilation compilation = UserClassPath.javac()
                .withOptions("-proc:only")
                .withProcessors(readSources.new RecordingProcessor())
                .compile(files);
        compilation.errors().forEach(error -> readSources.findings.add(error.getMessage(null)));
        return readSources;
    }

    /**
     * Returns the statement of the only record.
     *
     * @throws AssertionError if there are several records, none, or findings
     */
    String ddl() {
        if (declarations.size() != 1 || !findings.isEmpty()) {
            throw new AssertionError(declarations.size() + " records; " + findings);
        }
        return Sql.render(declarations.get(0).statement());
    }

    @SupportedAnnotationTypes("dev.cairn.annotation.*")
    private final class RecordingProcessor extends AbstractProcessor {
        private final Set<String> sources = new HashSet<>();
        private Set<String> typesToReadAgain = new LinkedHashSet<>();

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latestSupported();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            sources.addAll(AnnotatedElementFinder.findSourceTypeNames(round, Set.of()));
            PlaceRegistry places = new PlaceRegistry();
            Findings roundFindings = new Findings();
            CompileContext compileContext = new CompileContext(
                    processingEnv.getElementUtils(),
                    processingEnv.getTypeUtils(),
                    processingEnv.getFiler(),
                    places,
                    sources);
            AnnotatedTypeReader reader =
                    new AnnotatedTypeReader(compileContext, roundFindings, RemainingRounds.of(round), false);
            AnnotatedTypeReader.ReadResult readResult = reader.read(AnnotatedElementFinder.findTypes(
                    processingEnv.getElementUtils(), annotations, round, typesToReadAgain));
            typesToReadAgain = readResult.deferredTypeNames();
            readings.add(readResult.declarations());
            declarations.addAll(readResult.declarations().sourceDeclarations());
            for (Finding finding : roundFindings.toList()) {
                Origin origin = places.requireOrigin(finding.place());
                String valueText = origin.value() == null ? "" : " " + origin.value();
                String annotationText = origin.annotation() == null
                        ? ""
                        : " @"
                                + origin.annotation()
                                        .getAnnotationType()
                                        .asElement()
                                        .getSimpleName();
                findings.add(finding.renderMessage() + " @ " + origin.element() + annotationText + valueText);
            }
            return false;
        }
    }
}
