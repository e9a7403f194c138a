package dev.cairn.processor;

import com.google.auto.service.AutoService;
import dev.cairn.processor.check.RecordedTargets;
import dev.cairn.processor.emit.FindingPrinter;
import dev.cairn.processor.emit.ReportLevel;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.function.Consumer;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.annotation.processing.SupportedOptions;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/** The annotation processor. Each round passes the stages read, check, generate and emit. */
@AutoService(Processor.class)
@SupportedAnnotationTypes({"dev.cairn.annotation.*", "dev.cairn.schema.Declared"})
@SupportedOptions({ReportLevel.QUERIES, ReportLevel.PENDING})
public final class CairnProcessor extends AbstractProcessor {
    private final Consumer<RecordedTargets> witness;
    private @Nullable ProcessingRounds rounds;

    /** Creates the processor, for javac. */
    public CairnProcessor() {
        this(recorded -> {});
    }

    /** Creates a processor that reports the recorded state of each schema to a consumer. */
    public CairnProcessor(Consumer<RecordedTargets> witness) {
        this.witness = witness;
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    /** Claims Cairn's own annotations and no others: {@code -Xlint:processing} reports annotations that no processor claims. */
    @Override
    @SuppressWarnings("DoNotClaimAnnotations")
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        try {
            rounds().round(annotations, round);
        } catch (UncheckedIOException failure) {
            processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, String.valueOf(failure.getMessage()));
        } catch (RuntimeException mistake) {
            processingEnv
                    .getMessager()
                    .printMessage(
                            Diagnostic.Kind.ERROR,
                            "Cairn's processor failed because of an error in Cairn, not in your records; please report"
                                    + " it: "
                                    + mistake);
            throw mistake;
        }
        return true;
    }

    private ProcessingRounds rounds() {
        if (rounds == null) {
            FindingPrinter messages = new FindingPrinter(
                    processingEnv.getMessager(), mode(ReportLevel.QUERIES), mode(ReportLevel.PENDING), isEclipse());
            rounds = new ProcessingRounds(processingEnv, messages, witness);
        }
        return rounds;
    }

    /** Whether this is Eclipse's compiler, which prints no positions inside of records. */
    private boolean isEclipse() {
        return processingEnv.getClass().getName().startsWith("org.eclipse.");
    }

    private ReportLevel mode(String option) {
        return ReportLevel.of(processingEnv.getOptions(), option).orElseGet(() -> {
            String value = processingEnv.getOptions().get(option);
            processingEnv
                    .getMessager()
                    .printMessage(
                            Diagnostic.Kind.ERROR,
                            "-A" + option + "=" + value + " is not a valid option; use error, warn or off");
            return ReportLevel.ERROR;
        });
    }
}
