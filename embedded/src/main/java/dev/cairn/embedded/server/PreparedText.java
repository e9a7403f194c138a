package dev.cairn.embedded.server;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.PipesMeaning;
import dev.cairn.sql.token.Tokens;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of a query with parameters.
 *
 * @param segments the text, cut at the question marks
 */
record PreparedText(List<String> segments, Statement.QueryStatement query) {
    PreparedText {
        segments = List.copyOf(segments);
    }

    /** @throws Refusal if the text is not one query */
    static PreparedText of(String text, PipesMeaning pipes) {
        List<Statement> script = Sql.parseScript(text, pipes);
        if (script.size() != 1 || !(script.get(0) instanceof Statement.QueryStatement query)) {
            throw Refusal.analysis(Span.NONE, EmbeddedRule.PREPARE_UNSUPPORTED);
        }
        Tokens tokens = Lexer.tokenize(text);
        List<String> parts = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < tokens.count(); i++) {
            if (tokens.kind(i) == TokenKind.QUESTION) {
                int at = tokens.span(i, i).offset();
                parts.add(text.substring(begin, at));
                begin = at + 1;
            }
        }
        parts.add(text.substring(begin));
        return new PreparedText(parts, query);
    }

    /** Returns the statement with these expressions as its parameters. */
    String bind(List<String> parameters) {
        if (parameters.size() != segments.size() - 1) {
            throw Refusal.analysis(Span.NONE, EmbeddedRule.PREPARED_ARGUMENTS, parameters.size(), segments.size() - 1);
        }
        StringBuilder text = new StringBuilder(segments.get(0));
        for (int i = 0; i < parameters.size(); i++) {
            text.append(parameters.get(i)).append(segments.get(i + 1));
        }
        return text.toString();
    }
}
