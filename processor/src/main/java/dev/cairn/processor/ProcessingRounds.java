package dev.cairn.processor;

import dev.cairn.processor.check.CompileCheck;
import dev.cairn.processor.check.DeclaredTargets;
import dev.cairn.processor.check.RecordedTargets;
import dev.cairn.processor.check.query.CheckedQueryInterface;
import dev.cairn.processor.emit.FindingPrinter;
import dev.cairn.processor.emit.GeneratedSourceWriter;
import dev.cairn.processor.emit.SourceMentions;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.SchemaExtent;
import dev.cairn.processor.read.AnnotatedTypeReader;
import dev.cairn.processor.read.AnnotatedTypeReader.ReadResult;
import dev.cairn.processor.read.AnnotatedTypes;
import dev.cairn.processor.read.MigrationReader;
import dev.cairn.processor.read.MigrationReader.RootMigrations;
import dev.cairn.processor.read.SchemaExtentReader;
import dev.cairn.processor.read.UnlistedTypeCheck;
import dev.cairn.processor.read.annotation.AnnotationPlacement;
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
    private final Elements elements;
    private final Types typeUtils;
    private final Filer filer;
    private final FindingPrinter findingPrinter;
    private final GeneratedSourceWriter sourceWriter;
    private final Optional<SourceMentions> mentions;
    private final Consumer<RecordedTargets> targetsConsumer;
    private final @Nullable Consumer<SchemaExtent> extentConsumer;
    private final UnlistedTypeCheck unlistedTypes = new UnlistedTypeCheck();
    private final Set<String> sourceClasses = new HashSet<>();
    private Set<String> deferredTypes = new LinkedHashSet<>();

    /**
     * @param mentions the names that sources mention; empty if sources may mention any name
     * @param extentConsumer receives the extent of each schema; null if the classes of migrations are written, too
     */
    ProcessingRounds(
            ProcessingEnvironment environment,
            FindingPrinter findingPrinter,
            Optional<SourceMentions> mentions,
            Consumer<RecordedTargets> targetsConsumer,
            @Nullable Consumer<SchemaExtent> extentConsumer) {
        this.elements = environment.getElementUtils();
        this.typeUtils = environment.getTypeUtils();
        this.filer = environment.getFiler();
        this.findingPrinter = findingPrinter;
        this.sourceWriter = new GeneratedSourceWriter(filer, elements);
        this.mentions = mentions;
        this.targetsConsumer = targetsConsumer;
        this.extentConsumer = extentConsumer;
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
        if (!round.processingOver() && mayBeMentionedOrImported(sourceWriter.postponedClassNames())) {
            sourceWriter.writePostponed();
        }
        if (round.processingOver() || !deferredTypes.isEmpty() || mayBeMentioned(sourceWriter.pendingClassNames())) {
            sourceWriter.flush();
        }
    }

    private void reportUnlistedTypes() {
        PlaceRegistry places = new PlaceRegistry();
        Findings findings = new Findings();
        unlistedTypes.check(new CompileContext(elements, typeUtils, filer, places, sourceClasses), findings);
        findingPrinter.print(findings, places);
    }

    private boolean mayBeMentionedOrImported(Set<String> names) {
        return !names.isEmpty() && (mayBeMentioned(names) || mentions.get().mayImport(names));
    }

    private boolean mayBeMentioned(Set<String> names) {
        return mentions.isEmpty() || mentions.get().mayMention(names);
    }

    private void processDeclarations(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        AnnotatedTypes.addSources(round, sourceWriter.generatedClassNames(), sourceClasses);
        Set<TypeElement> types = new AnnotatedTypes(elements).findTypes(annotations, round, deferredTypes);
        List<TypeElement> migrations = AnnotatedTypes.findMigrations(annotations, round);
        Set<? extends Element> statementMethods = AnnotatedTypes.findStatementMethods(annotations, round);
        if (types.isEmpty() && migrations.isEmpty() && statementMethods.isEmpty()) {
            return;
        }
        PlaceRegistry places = new PlaceRegistry();
        CompileContext context = new CompileContext(elements, typeUtils, filer, places, sourceClasses);
        Findings findings = new Findings();
        AnnotationPlacement placement = new AnnotationPlacement(findings);
        statementMethods.forEach(
                method -> placement.checkEnclosingType(CairnAnnotations.of(context.site(method, null)), method));
        unlistedTypes.addTypes(types, context);
        RemainingRounds remainingRounds = RemainingRounds.of(round);
        ReadResult readResult = new AnnotatedTypeReader(context, findings, remainingRounds).read(types);
        deferredTypes = readResult.typesToReadAgain();
        MigrationReader migrationReader = new MigrationReader(context, findings);
        CheckedDeclarations checkedDeclarations =
                createCheckedDeclarations(readResult, migrations, migrationReader, findings);
        findingPrinter.print(findings, places);
        checkedDeclarations.recordedTargets().forEach(targetsConsumer);
        if (extentConsumer != null) {
            new SchemaExtentReader(context, migrationReader).readExtents(types).forEach(extentConsumer);
        }
        if (remainingRounds == RemainingRounds.MORE) {
            generateSources(checkedDeclarations);
        }
    }

    private CheckedDeclarations createCheckedDeclarations(
            ReadResult readResult, List<TypeElement> migrations, MigrationReader migrationReader, Findings findings) {
        List<DeclaredTargets> declaredTargets = CompileCheck.check(readResult.declarations(), findings);
        List<CheckedQueryInterface> queryInterfaces =
                CheckedQueryInterface.check(readResult.declarations(), declaredTargets, findings);
        List<MigrationDeclaration> sourceMigrations = migrationReader.readSourceMigrations(migrations);
        return new CheckedDeclarations(
                readResult,
                queryInterfaces,
                sourceMigrations,
                verifyRecordedTargets(declaredTargets, migrationReader, findings));
    }

    private List<RecordedTargets> verifyRecordedTargets(
            List<DeclaredTargets> declaredTargets, MigrationReader migrationReader, Findings findings) {
        List<RecordedTargets> recordedTargets = new ArrayList<>();
        for (DeclaredTargets schemaTargets : declaredTargets) {
            RootMigrations rootMigrations = migrationReader.readMigrations(schemaTargets.root());
            recordedTargets.add(RecordedTargets.verify(
                    schemaTargets,
                    rootMigrations.migrations(),
                    rootMigrations.isComplete(),
                    findingPrinter.isPrinted(FindingCode.PENDING_CHANGES),
                    findings));
        }
        return recordedTargets;
    }

    /** Generates sources despite errors: missing classes would hide the errors behind many others. */
    private void generateSources(CheckedDeclarations checkedDeclarations) {
        ReadResult readResult = checkedDeclarations.readResult();
        readResult.declarations().sourceDeclarations().forEach(sourceWriter::write);
        readResult.waitingDeclarations().forEach(sourceWriter::write);
        checkedDeclarations
                .sourceMigrations()
                .forEach(extentConsumer == null ? sourceWriter::write : sourceWriter::postpone);
        checkedDeclarations
                .recordedTargets()
                .forEach(targets -> sourceWriter.write(targets.root(), targets.createHistory()));
        checkedDeclarations.queryInterfaces().stream()
                .filter(queryInterface -> queryInterface.declaration().isComplete())
                .forEach(queryInterface -> sourceWriter.write(
                        queryInterface.declaration(), queryInterface.queries(), queryInterface.createListing()));
    }

    /** The declarations of a round, after all checks. */
    private record CheckedDeclarations(
            ReadResult readResult,
            List<CheckedQueryInterface> queryInterfaces,
            List<MigrationDeclaration> sourceMigrations,
            List<RecordedTargets> recordedTargets) {}
}
