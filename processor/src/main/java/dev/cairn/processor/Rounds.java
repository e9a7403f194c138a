package dev.cairn.processor;

import dev.cairn.processor.check.Check;
import dev.cairn.processor.emit.Messages;
import dev.cairn.processor.emit.Sources;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.read.AnnotatedTypes;
import dev.cairn.processor.read.Outlook;
import dev.cairn.processor.read.Places;
import dev.cairn.processor.read.Reader;
import dev.cairn.processor.read.Reader.Outcome;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** What one compile remembers from round to round, and what each round does. */
final class Rounds {
    private final Elements elements;
    private final Messages messages;
    private final Sources generated;
    private final Set<String> sources = new HashSet<>();
    private Set<String> again = new LinkedHashSet<>();

    Rounds(ProcessingEnvironment environment, Messages messages) {
        this.elements = environment.getElementUtils();
        this.messages = messages;
        this.generated = new Sources(environment.getFiler(), elements);
    }

    void round(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        AnnotatedTypes.addSources(round, generated.written(), sources);
        Set<TypeElement> types = new AnnotatedTypes(elements).of(annotations, round, again);
        if (types.isEmpty()) {
            return;
        }
        Places places = new Places();
        Findings findings = new Findings();
        Outlook outlook = Outlook.of(round);
        Outcome outcome = new Reader(elements, sources, places, findings, outlook).read(types);
        again = outcome.again();
        Check.of(outcome.reading(), findings);
        Check.of(outcome.reading(), findings);
        messages.print(findings, places);
        if (outlook == Outlook.MORE) {
            generate(outcome);
        }
    }

    /** Also where mistakes were found: a missing class would only hide them behind a hundred others. */
    private void generate(Outcome outcome) {
        outcome.reading().sources().forEach(generated::write);
        outcome.waiting().forEach(generated::write);
        outcome.reading().roots().forEach(generated::write);
    }
}
