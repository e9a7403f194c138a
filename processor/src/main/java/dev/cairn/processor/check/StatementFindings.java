package dev.cairn.processor.check;

import dev.cairn.processor.model.Finding;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.LineAndColumn;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.sql.ast.Span;

/** Collects the findings of one statement, each with the position in its text. */
record StatementFindings(Method method, Findings all) {
    /** Adds a finding about a part of the text. */
    void addAt(Span at, FindingCode code, Object... arguments) {
        addAt(at, Finding.of(code, method.sqlPlace(), arguments));
    }

    /** Adds a finding that was made elsewhere about a part of the text. */
    void addAt(Span at, Finding finding) {
        all.add(finding.with(LineAndColumn.shown(method.sql(), within(at))));
    }

    void add(FindingCode code, Place place, Object... arguments) {
        all.add(Finding.of(code, place, arguments));
    }

    private Span within(Span at) {
        int offset = Math.min(at.offset(), method.sql().length());
        return new Span(1, 1, offset, Math.min(at.length(), method.sql().length() - offset));
    }
}
