package dev.cairn.processor;

import dev.cairn.processor.check.Check;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.Recorded;
import dev.cairn.processor.emit.Messages;
import dev.cairn.processor.emit.Sources;
import dev.cairn.processor.model.Code;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.read.AnnotatedTypes;
import dev.cairn.processor.read.MigrationReader;
import dev.cairn.processor.read.MigrationReader.Found;
import dev.cairn.processor.read.Reader;
import dev.cairn.processor.read.Reader.Outcome;
import dev.cairn.processor.read.written.Outlook;
import dev.cairn.processor.read.written.Places;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** What one compile remembers from round to round, and what each round does. */
final class Rounds {
    private final Elements elements;
    private final Messages messages;
    private final Sources generated;
    private final Consumer<Recorded> witness;
    private final Set<String> sources = new HashSet<>();
    private Set<String> again = new LinkedHashSet<>();

    Rounds(ProcessingEnvironment environment, Messages messages, Consumer<Recorded> witness) {
        this.elements = environment.getElementUtils();
        this.messages = messages;
        this.witness = witness;
        this.generated = new Sources(environment.getFiler(), elements);
    }

    void round(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        AnnotatedTypes.addSources(round, generated.written(), sources);
        Set<TypeElement> types = new AnnotatedTypes(elements).of(annotations, round, again);
        List<TypeElement> migrations = AnnotatedTypes.migrations(annotations, round);
        if (types.isEmpty() && migrations.isEmpty()) {
            return;
        }
        Places places = new Places();
        Findings findings = new Findings();
        Outlook outlook = Outlook.of(round);
        Outcome outcome = new Reader(elements, sources, places, findings, outlook).read(types);
        again = outcome.again();
        List<DeclaredSchema> declared = Check.of(outcome.reading(), findings);
        MigrationReader migrationReader = new MigrationReader(elements, sources, places, findings);
        List<MigrationDeclaration> sourceMigrations = migrationReader.of(migrations);
        List<Recorded> recorded = recorded(declared, migrationReader, findings);
        messages.print(findings, places);
        recorded.forEach(witness);
        if (outlook == Outlook.MORE) {
            generate(outcome);
            sourceMigrations.forEach(generated::write);
            recorded.forEach(each -> generated.write(each.schema().root(), each.history()));
        }
    }

    private List<Recorded> recorded(List<DeclaredSchema> declared, MigrationReader migrations, Findings findings) {
        List<Recorded> recorded = new ArrayList<>();
        for (DeclaredSchema schema : declared) {
            Found found = migrations.of(schema.root());
            recorded.add(
                    Recorded.of(schema, found.migrations(), found.complete(), messages.tells(Code.PENDING), findings));
        }
        return recorded;
    }

    /** Also where mistakes were found: a missing class would only hide them behind a hundred others. */
    private void generate(Outcome outcome) {
        outcome.reading().sources().forEach(generated::write);
        outcome.waiting().forEach(generated::write);
    }
}
