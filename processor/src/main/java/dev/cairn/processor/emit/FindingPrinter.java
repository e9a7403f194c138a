package dev.cairn.processor.emit;

import dev.cairn.finding.FindingRule;
import dev.cairn.finding.Severity;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.read.annotation.PlaceRegistry;
import dev.cairn.processor.read.annotation.PlaceRegistry.Origin;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.Messager;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/** Prints each finding at an element once, even if the element is read again in a later round. */
public final class FindingPrinter {
    private final Messager messager;
    private final Optional<RepeatedAnnotationPrinter> repeatedAnnotationPrinter;
    private final ReportLevel querySyntaxLevel;
    private final ReportLevel pendingChangesLevel;
    private final boolean includesElementName;
    private final Set<PrintedFinding> printedFindings = new HashSet<>();

    /** @param includesElementName whether each message names its element, for a compiler that prints no positions */
    public FindingPrinter(
            ProcessingEnvironment environment,
            ReportLevel querySyntaxLevel,
            ReportLevel pendingChangesLevel,
            boolean includesElementName) {
        this.messager = environment.getMessager();
        this.repeatedAnnotationPrinter = RepeatedAnnotationPrinter.of(environment);
        this.querySyntaxLevel = querySyntaxLevel;
        this.pendingChangesLevel = pendingChangesLevel;
        this.includesElementName = includesElementName;
    }

    /** A printed message. It names its element, because another object represents the element in each round. */
    private record PrintedFinding(String message, String elementPath, String annotationText) {
        /**
         * Written by hand, like {@link #equals}, because method handles link the generated methods of a record, which
         * delays the first compilation in each process.
         */
        @Override
        public int hashCode() {
            return 31 * (31 * message.hashCode() + elementPath.hashCode()) + annotationText.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof PrintedFinding finding
                    && message.equals(finding.message)
                    && elementPath.equals(finding.elementPath)
                    && annotationText.equals(finding.annotationText);
        }
    }

    /**
     * Prints findings, except findings whose level is {@link ReportLevel#OFF} and findings that were printed before at
     * the same element. A finding without a place is printed each time.
     */
    public void print(Findings findings, PlaceRegistry placeRegistry) {
        for (Finding finding : findings.toList()) {
            findDiagnosticKind(finding.rule()).ifPresent(kind -> printFinding(kind, finding, placeRegistry));
        }
    }

    /** Returns whether findings of a rule are printed at all. */
    public boolean isPrinted(CompileRule rule) {
        return findDiagnosticKind(rule).isPresent();
    }

    private Optional<Diagnostic.Kind> findDiagnosticKind(FindingRule rule) {
        if (rule == CompileRule.QUERY_SYNTAX) {
            return querySyntaxLevel.findDiagnosticKind();
        }
        if (rule == CompileRule.PENDING_CHANGES) {
            return pendingChangesLevel.findDiagnosticKind();
        }
        return Optional.of(rule.severity() == Severity.ERROR ? Diagnostic.Kind.ERROR : Diagnostic.Kind.WARNING);
    }

    private void printFinding(Diagnostic.Kind kind, Finding finding, PlaceRegistry placeRegistry) {
        if (finding.place().equals(Place.NONE)) {
            messager.printMessage(kind, finding.renderMessage());
            return;
        }
        Origin origin = placeRegistry.requireOrigin(finding.place());
        AnnotationMirror annotation = origin.annotation();
        PrintedFinding printedFinding = new PrintedFinding(
                finding.renderMessage(), renderElementPath(origin.element()), String.valueOf(annotation));
        if (printedFindings.add(printedFinding)) {
            String message = includesElementName
                    ? finding.renderMessageAbout(renderElementName(origin.element()))
                    : finding.renderMessage();
            boolean isHidden = annotation != null && !isDirectlyOn(origin.element(), annotation);
            if (!isHidden) {
                messager.printMessage(kind, message, origin.element(), annotation, origin.value());
            } else if (repeatedAnnotationPrinter.isEmpty()
                    || !repeatedAnnotationPrinter.get().tryPrint(kind, message, origin)) {
                // The compiler can't point at the annotation, so the message quotes it.
                messager.printMessage(
                        kind, message + "\nin " + origin.writtenText(), origin.element(), annotation, origin.value());
            }
        }
    }

    /**
     * Returns whether a compiler can point at the annotation. It can't point at a repeated annotation, because the
     * element has only its container, nor at an annotation inside a type.
     */
    private static boolean isDirectlyOn(Element element, AnnotationMirror annotation) {
        return element.getAnnotationMirrors().stream()
                .anyMatch(mirror -> mirror.getAnnotationType()
                        .asElement()
                        .equals(annotation.getAnnotationType().asElement()));
    }

    private static String renderElementPath(Element element) {
        return element.getEnclosingElement() + "." + element;
    }

    private static String renderElementName(Element element) {
        return element instanceof TypeElement ? element.toString() : renderElementPath(element);
    }
}
