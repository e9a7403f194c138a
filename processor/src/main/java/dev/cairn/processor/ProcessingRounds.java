package dev.cairn.processor;

import dev.cairn.processor.check.CompileCheck;
import dev.cairn.processor.check.DeclaredSchemas;
import dev.cairn.processor.check.history.RecordedSchemas;
import dev.cairn.processor.check.query.CheckedQueryInterface;
import dev.cairn.processor.emit.FindingPrinter;
import dev.cairn.processor.emit.GeneratedSourceWriter;
import dev.cairn.processor.emit.SourceMentions;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.SchemaSources;
import dev.cairn.processor.read.AnnotatedElementFinder;
import dev.cairn.processor.read.AnnotatedTypeReader;
import dev.cairn.processor.read.AnnotatedTypeReader.ReadResult;
import dev.cairn.processor.read.MigrationReader;
import dev.cairn.processor.read.MigrationReader.RootMigrations;
import dev.cairn.processor.read.SchemaSourcesReader;
import dev.cairn.processor.read.UnlistedTypeCheck;
import dev.cairn.processor.read.annotation.AnnotationPlacementCheck;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.PlaceRegistry;
import dev.cairn.processor.read.annotation.RemainingRounds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of one compilation, and the state between them. Each round reads, checks and generates the declarations
 * that are new in it, and the ones that an earlier round deferred because a type was missing.
 */
final class ProcessingRounds {
    /**
     * After this number of rounds without a source of another processor, a missing type is a mistake. One round is not
     * enough: javac may call another processor only for the annotations in Cairn's sources.
     */
    private static final int ROUNDS_UNTIL_MISTAKE = 2;

    private final Elements elements;
    private final Types typeUtils;
    private final Filer filer;
    private final FindingPrinter findingPrinter;
    private final GeneratedSourceWriter sourceWriter;
    private final Optional<SourceMentions> mentions;
    private final Consumer<RecordedSchemas> recordedSchemasConsumer;
    private final @Nullable Consumer<SchemaSources> schemaSourcesConsumer;
    private final UnlistedTypeCheck unlistedTypeCheck = new UnlistedTypeCheck();
    private final Set<String> sourceClassNames = new HashSet<>();
    private final Set<String> sourceMigrationNames = new LinkedHashSet<>();
    private Set<String> deferredTypeNames = new LinkedHashSet<>();

    /** The number of consecutive rounds in which no other processor has added a source. */
    private int roundsWithoutNewSources;

    /**
     * Creates the state before the first round.
     *
     * @param mentions the names that sources mention; empty if sources may mention any name
     * @param schemaSourcesConsumer receives the sources of each schema, and lets the classes of migrations be written
     *     only on demand; null if all of these classes are written
     */
    ProcessingRounds(
            ProcessingEnvironment environment,
            FindingPrinter findingPrinter,
            Optional<SourceMentions> mentions,
            Consumer<RecordedSchemas> recordedSchemasConsumer,
            @Nullable Consumer<SchemaSources> schemaSourcesConsumer) {
        this.elements = environment.getElementUtils();
        this.typeUtils = environment.getTypeUtils();
        this.filer = environment.getFiler();
        this.findingPrinter = findingPrinter;
        this.sourceWriter = new GeneratedSourceWriter(filer, elements);
        this.mentions = mentions;
        this.recordedSchemasConsumer = recordedSchemasConsumer;
        this.schemaSourcesConsumer = schemaSourcesConsumer;
    }

    /**
     * Processes the declarations of a round. Generated sources are written in the last round, or at once if a later
     * round may need them: a source mentions them, or a type is missing that another processor may generate from them.
     */
    void processRound(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        processDeclarations(annotations, round);
        if (round.processingOver()) {
            reportUnlistedTypes();
        }
        mentions.ifPresent(sourceMentions -> sourceMentions.addSources(round));
        if (!round.processingOver() && mayBeMentionedOrImported(sourceWriter.postponedSimpleNames())) {
            sourceWriter.generatePostponed();
        }
        if (!round.processingOver() && !deferredTypeNames.isEmpty() && roundsWithoutNewSources == 0) {
            // The remaining source causes one more round, in which a missing type turns out to be a mistake.
            sourceWriter.writePendingExceptOne(className -> !mayBeMentioned(Set.of(className)));
        } else if (round.processingOver()
                || !deferredTypeNames.isEmpty()
                || mayBeMentioned(sourceWriter.pendingSimpleNames())) {
            sourceWriter.writePending();
        }
    }

    private void reportUnlistedTypes() {
        PlaceRegistry placeRegistry = new PlaceRegistry();
        Findings findings = new Findings();
        unlistedTypeCheck.check(
                new CompileContext(elements, typeUtils, filer, placeRegistry, sourceClassNames), findings);
        findingPrinter.print(findings, placeRegistry);
    }

    private boolean mayBeMentionedOrImported(Set<String> classNames) {
        return !classNames.isEmpty()
                && (mayBeMentioned(classNames) || mentions.get().mayImport(classNames));
    }

    private boolean mayBeMentioned(Set<String> classNames) {
        return mentions.isEmpty() || mentions.get().mayMention(classNames);
    }

    private void processDeclarations(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        int previousClassCount = sourceClassNames.size();
        sourceClassNames.addAll(AnnotatedElementFinder.findSourceTypeNames(round, sourceWriter.generatedClassNames()));
        roundsWithoutNewSources = sourceClassNames.size() > previousClassCount ? 0 : roundsWithoutNewSources + 1;
        Set<TypeElement> types = AnnotatedElementFinder.findTypes(elements, annotations, round, deferredTypeNames);
        List<TypeElement> migrationTypes = AnnotatedElementFinder.findMigrations(annotations, round);
        migrationTypes.forEach(
                type -> sourceMigrationNames.add(type.getQualifiedName().toString()));
        Set<? extends Element> statementMethods = AnnotatedElementFinder.findStatementMethods(annotations, round);
        if (types.isEmpty() && migrationTypes.isEmpty() && statementMethods.isEmpty()) {
            return;
        }
        PlaceRegistry placeRegistry = new PlaceRegistry();
        CompileContext context = new CompileContext(elements, typeUtils, filer, placeRegistry, sourceClassNames);
        Findings findings = new Findings();
        AnnotationPlacementCheck placementCheck = new AnnotationPlacementCheck(findings);
        statementMethods.forEach(
                method -> placementCheck.checkEnclosingType(CairnAnnotations.of(context.site(method)), method));
        unlistedTypeCheck.addTypes(types, context);
        RemainingRounds remainingRounds = RemainingRounds.of(round);
        ReadResult readResult = new AnnotatedTypeReader(
                        context, findings, remainingRounds, roundsWithoutNewSources >= ROUNDS_UNTIL_MISTAKE)
                .read(types);
        deferredTypeNames = readResult.deferredTypeNames();
        MigrationReader migrationReader = new MigrationReader(context, sourceMigrationNames, findings);
        CheckedDeclarations checkedDeclarations =
                createCheckedDeclarations(readResult, migrationTypes, migrationReader, findings);
        findingPrinter.print(findings, placeRegistry);
        checkedDeclarations.recordedSchemas().forEach(recordedSchemasConsumer);
        if (schemaSourcesConsumer != null) {
            new SchemaSourcesReader(context, migrationReader)
                    .readAllSources(types)
                    .forEach(schemaSourcesConsumer);
        }
        if (remainingRounds == RemainingRounds.MORE) {
            generateSources(checkedDeclarations);
        }
    }

    private CheckedDeclarations createCheckedDeclarations(
            ReadResult readResult,
            List<TypeElement> migrationTypes,
            MigrationReader migrationReader,
            Findings findings) {
        List<DeclaredSchemas> declaredSchemas =
                CompileCheck.buildAllDeclaredSchemas(readResult.declarations(), findings);
        List<CheckedQueryInterface> queryInterfaces =
                CheckedQueryInterface.checkAll(readResult.declarations(), declaredSchemas, findings);
        List<MigrationDeclaration> sourceMigrations = migrationReader.readSourceMigrations(migrationTypes);
        return new CheckedDeclarations(
                readResult,
                queryInterfaces,
                sourceMigrations,
                verifyRecordedSchemas(declaredSchemas, migrationReader, findings));
    }

    private List<RecordedSchemas> verifyRecordedSchemas(
            List<DeclaredSchemas> declaredSchemas, MigrationReader migrationReader, Findings findings) {
        List<RecordedSchemas> recordedSchemas = new ArrayList<>();
        for (DeclaredSchemas schemas : declaredSchemas) {
            RootMigrations rootMigrations = migrationReader.readMigrations(schemas.root());
            recordedSchemas.add(RecordedSchemas.verify(
                    schemas,
                    rootMigrations.migrations(),
                    rootMigrations.hasAllMigrations(),
                    findingPrinter.isPrinted(CompileRule.PENDING_CHANGES),
                    findings));
        }
        return recordedSchemas;
    }

    /** Generates sources despite errors: missing classes would hide the errors behind many others. */
    private void generateSources(CheckedDeclarations checkedDeclarations) {
        ReadResult readResult = checkedDeclarations.readResult();
        readResult.declarations().sourceDeclarations().forEach(sourceWriter::generate);
        readResult.waitingDeclarations().forEach(sourceWriter::generate);
        checkedDeclarations
                .sourceMigrations()
                .forEach(schemaSourcesConsumer == null ? sourceWriter::generate : sourceWriter::postpone);
        checkedDeclarations
                .recordedSchemas()
                .forEach(recordedSchemas ->
                        sourceWriter.generate(recordedSchemas.root(), recordedSchemas.createHistory()));
        checkedDeclarations.queryInterfaces().stream()
                .filter(queryInterface -> queryInterface.declaration().hasAllMethods())
                .forEach(queryInterface -> sourceWriter.generate(
                        queryInterface.declaration(), queryInterface.queries(), queryInterface.createListing()));
        readResult.substitutes().forEach(sourceWriter::generate);
    }

    /** The declarations of a round, after all checks. */
    private record CheckedDeclarations(
            ReadResult readResult,
            List<CheckedQueryInterface> queryInterfaces,
            List<MigrationDeclaration> sourceMigrations,
            List<RecordedSchemas> recordedSchemas) {}
}
