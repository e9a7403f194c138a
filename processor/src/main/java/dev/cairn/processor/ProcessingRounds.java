package dev.cairn.processor;

import dev.cairn.processor.check.CheckedQueries;
import dev.cairn.processor.check.CompileCheck;
import dev.cairn.processor.check.DeclaredTargets;
import dev.cairn.processor.check.RecordedTargets;
import dev.cairn.processor.emit.FindingPrinter;
import dev.cairn.processor.emit.GeneratedSourceWriter;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.read.AnnotatedTypeReader;
import dev.cairn.processor.read.AnnotatedTypeReader.Outcome;
import dev.cairn.processor.read.AnnotatedTypes;
import dev.cairn.processor.read.MigrationReader;
import dev.cairn.processor.read.MigrationReader.Found;
import dev.cairn.processor.read.written.AnnotationPlacement;
import dev.cairn.processor.read.written.Annotations;
import dev.cairn.processor.read.written.CompileContext;
import dev.cairn.processor.read.written.Places;
import dev.cairn.processor.read.written.RemainingRounds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** The rounds of one compile, and the state between them. */
final class ProcessingRounds {
    private final Elements elements;
    private final Filer filer;
    private final FindingPrinter messages;
    private final GeneratedSourceWriter generated;
    private final Consumer<RecordedTargets> witness;
    private final Set<String> sources = new HashSet<>();
    private Set<String> deferred = new LinkedHashSet<>();

    ProcessingRounds(ProcessingEnvironment environment, FindingPrinter messages, Consumer<RecordedTargets> witness) {
        this.elements = environment.getElementUtils();
        this.filer = environment.getFiler();
        this.messages = messages;
        this.witness = witness;
        this.generated = new GeneratedSourceWriter(filer, elements);
    }

    void round(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        AnnotatedTypes.addSources(round, generated.written(), sources);
        Set<TypeElement> types = new AnnotatedTypes(elements).of(annotations, round, deferred);
        List<TypeElement> migrations = AnnotatedTypes.migrations(annotations, round);
        Set<? extends Element> statements = AnnotatedTypes.statements(annotations, round);
        if (types.isEmpty() && migrations.isEmpty() && statements.isEmpty()) {
            return;
        }
        Places places = new Places();
        CompileContext compile = new CompileContext(elements, filer, places, sources);
        Findings findings = new Findings();
        RemainingRounds remaining = RemainingRounds.of(round);
        AnnotationPlacement placement = new AnnotationPlacement(findings);
        statements.forEach(method -> placement.checkEnclosingType(Annotations.of(compile.site(method, null)), method));
        Outcome outcome = new AnnotatedTypeReader(compile, findings, remaining).read(types);
        deferred = outcome.again();
        List<DeclaredTargets> declared = CompileCheck.of(outcome.reading(), findings);
        List<CheckedQueries> queries = CompileCheck.queries(outcome.reading(), declared, findings);
        MigrationReader migrationReader = new MigrationReader(compile, findings);
        List<MigrationDeclaration> sourceMigrations = migrationReader.of(migrations);
        List<RecordedTargets> recorded = recorded(declared, migrationReader, findings);
        messages.print(findings, places);
        recorded.forEach(witness);
        if (remaining == RemainingRounds.MORE) {
            generate(outcome);
            sourceMigrations.forEach(generated::write);
            recorded.forEach(schema -> generated.write(schema.root(), schema.history()));
            queries.stream()
                    .filter(checked -> checked.declaration().whole())
                    .forEach(checked -> generated.write(checked.implemented(), checked.listing()));
        }
    }

    private List<RecordedTargets> recorded(
            List<DeclaredTargets> declared, MigrationReader migrations, Findings findings) {
        List<RecordedTargets> recorded = new ArrayList<>();
        for (DeclaredTargets schema : declared) {
            Found migrationsOfRoot = migrations.of(schema.root());
            recorded.add(RecordedTargets.of(
                    schema,
                    migrationsOfRoot.migrations(),
                    migrationsOfRoot.complete(),
                    messages.tells(FindingCode.PENDING),
                    findings));
        }
        return recorded;
    }

    /** Generates sources despite errors: missing classes would hide the errors behind many others. */
    private void generate(Outcome outcome) {
        outcome.reading().sources().forEach(generated::write);
        outcome.waiting().forEach(generated::write);
    }
}
