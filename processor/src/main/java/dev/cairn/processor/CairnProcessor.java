package dev.cairn.processor;

import com.google.auto.service.AutoService;
import dev.cairn.processor.check.CompileCheck;
import dev.cairn.processor.check.DeclaredTargets;
import dev.cairn.processor.check.RecordedTargets;
import dev.cairn.processor.check.query.CheckedQueries;
import dev.cairn.processor.emit.FindingPrinter;
import dev.cairn.processor.emit.GeneratedSourceWriter;
import dev.cairn.processor.emit.ReportLevel;
import dev.cairn.processor.emit.SourceMentions;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.SchemaExtent;
import dev.cairn.processor.read.AnnotatedTypeReader;
import dev.cairn.processor.read.AnnotatedTypeReader.Outcome;
import dev.cairn.processor.read.AnnotatedTypes;
import dev.cairn.processor.read.MigrationReader;
import dev.cairn.processor.read.MigrationReader.FoundMigrations;
import dev.cairn.processor.read.SchemaExtentReader;
import dev.cairn.processor.read.UnlistedTypes;
import dev.cairn.processor.read.annotation.AnnotationPlacement;
import dev.cairn.processor.read.annotation.Annotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.Places;
import dev.cairn.processor.read.annotation.RemainingRounds;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Filer;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.annotation.processing.SupportedOptions;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/** The annotation processor. Each round passes the stages read, check, generate and emit. */
@AutoService(Processor.class)
@SupportedAnnotationTypes({"dev.cairn.annotation.*", "dev.cairn.schema.Declared"})
@SupportedOptions({ReportLevel.QUERIES, ReportLevel.PENDING})
public final class CairnProcessor extends AbstractProcessor {
    private final Consumer<RecordedTargets> targetsConsumer;
    private final @Nullable Consumer<SchemaExtent> extentConsumer;
    private @Nullable ProcessingRounds rounds;

    /** Creates the processor, for javac. */
    public CairnProcessor() {
        this(recorded -> {});
    }

    /** Creates a processor that reports the recorded state of each schema to a consumer. */
    public CairnProcessor(Consumer<RecordedTargets> targetsConsumer) {
        this.targetsConsumer = targetsConsumer;
        this.extentConsumer = null;
    }

    /**
     * Creates a processor that reports the recorded state of each schema, and the sources of each schema, to consumers. Classes of
     * migrations, of which there may be thousands, are written only if the sources may refer to them: it is assumed that no class is
     * compiled.
     *
     * @param extentConsumer receives the sources of schemas that can't be read, too
     */
    public CairnProcessor(Consumer<RecordedTargets> targetsConsumer, Consumer<SchemaExtent> extentConsumer) {
        this.targetsConsumer = targetsConsumer;
        this.extentConsumer = extentConsumer;
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
            createRounds(annotations).processRound(annotations, round);
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

    private ProcessingRounds createRounds(Set<? extends TypeElement> annotations) {
        if (rounds == null) {
            FindingPrinter messages = new FindingPrinter(
                    processingEnv,
                    readReportLevel(ReportLevel.QUERIES),
                    readReportLevel(ReportLevel.PENDING),
                    isEclipse());
            rounds = new ProcessingRounds(messages, createMentions(annotations));
        }
        return rounds;
    }

    /**
     * Collects the names that sources mention only if the first round has a schema. Otherwise, another processor may have
     * generated the records for sources of earlier rounds, for which this processor was not called.
     */
    private Optional<SourceMentions> createMentions(Set<? extends TypeElement> firstAnnotations) {
        return AnnotatedTypes.declaresSchema(firstAnnotations) ? SourceMentions.of(processingEnv) : Optional.empty();
    }

    /** Whether this is Eclipse's compiler, which prints no positions inside of records. */
    private boolean isEclipse() {
        return processingEnv.getClass().getName().startsWith("org.eclipse.");
    }

    private ReportLevel readReportLevel(String option) {
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

    /** The rounds of one compile, and the state between them. */
    private final class ProcessingRounds {
        private final Elements elements;
        private final Filer filer;
        private final FindingPrinter findingPrinter;
        private final GeneratedSourceWriter sourceWriter;
        private final Optional<SourceMentions> mentions;
        private final UnlistedTypes unlistedRoles = new UnlistedTypes();
        private final Set<String> sources = new HashSet<>();
        private Set<String> deferred = new LinkedHashSet<>();

        ProcessingRounds(FindingPrinter messages, Optional<SourceMentions> mentions) {
            this.elements = processingEnv.getElementUtils();
            this.filer = processingEnv.getFiler();
            this.findingPrinter = messages;
            this.sourceWriter = new GeneratedSourceWriter(filer, elements);
            this.mentions = mentions;
        }

        /**
         * Writes sources in the last round. It writes them at once if a later round may need them: a source mentions them, or
         * a type is missing that another processor may generate from them.
         */
        void processRound(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            process(annotations, round);
            if (round.processingOver()) {
                checkUnlistedTypes();
            }
            mentions.ifPresent(sources -> sources.add(round));
            if (!round.processingOver() && mayBeReferenced(sourceWriter.postponedClasses())) {
                sourceWriter.writePostponed();
            }
            if (round.processingOver() || !deferred.isEmpty() || mayBeMentioned(sourceWriter.pendingClasses())) {
                sourceWriter.flush();
            }
        }

        private void checkUnlistedTypes() {
            Places places = new Places();
            Findings findings = new Findings();
            unlistedRoles.check(new CompileContext(elements, filer, places, sources), findings);
            findingPrinter.print(findings, places);
        }

        private boolean mayBeReferenced(Set<String> names) {
            return !names.isEmpty() && (mayBeMentioned(names) || mentions.get().mayImport(names));
        }

        private boolean mayBeMentioned(Set<String> names) {
            return mentions.isEmpty() || mentions.get().mayMention(names);
        }

        private void process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            AnnotatedTypes.addSources(round, sourceWriter.writtenClasses(), sources);
            Set<TypeElement> types = new AnnotatedTypes(elements).findTypes(annotations, round, deferred);
            List<TypeElement> migrations = AnnotatedTypes.findMigrations(annotations, round);
            Set<? extends Element> statements = AnnotatedTypes.findStatements(annotations, round);
            if (types.isEmpty() && migrations.isEmpty() && statements.isEmpty()) {
                return;
            }
            Places places = new Places();
            CompileContext compile = new CompileContext(elements, filer, places, sources);
            Findings findings = new Findings();
            RemainingRounds remaining = RemainingRounds.of(round);
            AnnotationPlacement placement = new AnnotationPlacement(findings);
            statements.forEach(
                    method -> placement.checkEnclosingType(Annotations.of(compile.site(method, null)), method));
            unlistedRoles.add(types, compile);
            Outcome outcome = new AnnotatedTypeReader(compile, findings, remaining).read(types);
            deferred = outcome.typesToReadAgain();
            List<DeclaredTargets> declared = CompileCheck.check(outcome.declarations(), findings);
            List<CheckedQueries> queries = CheckedQueries.check(outcome.declarations(), declared, findings);
            MigrationReader migrationReader = new MigrationReader(compile, findings);
            List<MigrationDeclaration> sourceMigrations = migrationReader.read(migrations);
            List<RecordedTargets> recorded = readRecordedTargets(declared, migrationReader, findings);
            findingPrinter.print(findings, places);
            recorded.forEach(targetsConsumer);
            if (extentConsumer != null) {
                new SchemaExtentReader(compile, migrationReader)
                        .readExtents(types)
                        .forEach(extentConsumer);
            }
            if (remaining == RemainingRounds.MORE) {
                generateSources(outcome);
                sourceMigrations.forEach(extentConsumer == null ? sourceWriter::write : sourceWriter::postpone);
                recorded.forEach(schema -> sourceWriter.write(schema.root(), schema.createHistory()));
                queries.stream()
                        .filter(checked -> checked.declaration().isComplete())
                        .forEach(checked ->
                                sourceWriter.write(checked.declaration(), checked.queries(), checked.createListing()));
            }
        }

        private List<RecordedTargets> readRecordedTargets(
                List<DeclaredTargets> declared, MigrationReader migrations, Findings findings) {
            List<RecordedTargets> recorded = new ArrayList<>();
            for (DeclaredTargets schema : declared) {
                FoundMigrations migrationsOfRoot = migrations.read(schema.root());
                recorded.add(RecordedTargets.of(
                        schema,
                        migrationsOfRoot.migrations(),
                        migrationsOfRoot.isComplete(),
                        findingPrinter.isPrinted(FindingCode.PENDING),
                        findings));
            }
            return recorded;
        }

        /** Generates sources despite errors: missing classes would hide the errors behind many others. */
        private void generateSources(Outcome outcome) {
            outcome.declarations().sources().forEach(sourceWriter::write);
            outcome.waitingDeclarations().forEach(sourceWriter::write);
        }
    }
}
