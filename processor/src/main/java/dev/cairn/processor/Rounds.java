package dev.cairn.processor;

import dev.cairn.processor.check.Check;
import dev.cairn.processor.emit.Messages;
import dev.cairn.processor.emit.Sources;
import dev.cairn.processor.generate.Generation;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.Root;
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
    private final Sources generator;
    private final Set<String> sources = new HashSet<>();
    private final Set<String> generated = new HashSet<>();
    private Set<String> again = new LinkedHashSet<>();

    Rounds(ProcessingEnvironment environment, Messages messages) {
        this.elements = environment.getElementUtils();
        this.messages = messages;
        this.generator = new Sources(environment.getFiler(), elements);
    }

    void round(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        AnnotatedTypes.addSources(round, generated, sources);
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
        outcome.reading().sources().forEach(this::generate);
        outcome.waiting().forEach(this::generate);
        for (Root root : outcome.reading().roots()) {
            if (generated.add(root.descriptor().qualified())) {
                generator.write(generation(root.type()).schema(root), root.descriptor(), root.type());
            }
        }
    }

    private void generate(Declaration declaration) {
        if (generated.add(declaration.descriptor().qualified())) {
            generator.write(
                    generation(declaration.record()).descriptor(declaration),
                    declaration.descriptor(),
                    declaration.record());
        }
    }

    private Generation generation(JavaName from) {
        return new Generation(generator.marks(from));
    }
}
