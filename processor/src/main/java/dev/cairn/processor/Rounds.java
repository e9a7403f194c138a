package dev.cairn.processor;

import dev.cairn.processor.check.Check;
import dev.cairn.processor.emit.Messages;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.read.AnnotatedTypes;
import dev.cairn.processor.read.Places;
import dev.cairn.processor.read.Reader;
import dev.cairn.processor.read.Reader.Outcome;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.TypeElement;

/** What one compile remembers from round to round, and what each round does. */
final class Rounds {
    private final ProcessingEnvironment environment;
    private final Messages messages;
    private final Set<String> sources = new HashSet<>();
    private final Set<String> generated = new HashSet<>();
    private Set<String> again = new LinkedHashSet<>();

    Rounds(ProcessingEnvironment environment, Messages messages) {
        this.environment = environment;
        this.messages = messages;
    }

    void round(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        AnnotatedTypes.addSources(round, generated, sources);
        Set<TypeElement> types = new AnnotatedTypes(environment.getElementUtils()).of(annotations, round, again);
        if (types.isEmpty()) {
            return;
        }
        Places places = new Places();
        Findings findings = new Findings();
        Reader reader = new Reader(environment.getElementUtils(), sources, places, findings, round.processingOver());
        Outcome outcome = reader.read(types);
        again = outcome.again();
        Check.of(outcome.reading(), findings);
        messages.print(findings, places);
    }
}
