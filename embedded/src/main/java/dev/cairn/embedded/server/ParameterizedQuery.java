package dev.cairn.embedded.server;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.embedded.protocol.ClientStatement.ParameterValue;
import dev.cairn.embedded.session.Constant;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.PipesMeaning;
import dev.cairn.sql.token.TokenKind;
import dev.cairn.sql.token.Tokens;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A prepared query, both in parsed form and as a text that is cut at the parameters.
 *
 * @param segments the text, cut at the question marks
 */
record ParameterizedQuery(List<String> segments, Query query) {
    ParameterizedQuery {
        segments = List.copyOf(segments);
    }

    /**
     * Parses a query.
     *
     * @throws Refusal if the text is anything but one query
     */
    static ParameterizedQuery parse(String text, PipesMeaning pipesMeaning) {
        List<Statement> statements = ServerStatementHandler.parseScript(text, pipesMeaning);
        if (statements.size() != 1 || !(statements.get(0) instanceof Statement.QueryStatement queryStatement)) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.PREPARE_UNSUPPORTED);
        }
        Tokens tokens = Lexer.tokenize(text);
        List<String> segments = new ArrayList<>();
        int segmentStart = 0;
        for (int i = 0; i < tokens.count(); i++) {
            if (tokens.kind(i) == TokenKind.QUESTION) {
                int offset = tokens.span(i, i).offset();
                segments.add(text.substring(segmentStart, offset));
                segmentStart = offset + 1;
            }
        }
        segments.add(text.substring(segmentStart));
        return new ParameterizedQuery(segments, queryStatement.queryText().query());
    }

    /** Returns a parameter's value with its StarRocks type. */
    static Constant toConstant(ParameterValue value) {
        return new Constant(
                value.text(),
                switch (value.type()) {
                    case NULL -> TypeConstants.NULL;
                    case TINYINT -> TypeConstants.TINYINT;
                    case SMALLINT -> TypeConstants.SMALLINT;
                    case INT -> TypeConstants.INT;
                    case BIGINT -> TypeConstants.BIGINT;
                    case FLOAT -> TypeConstants.FLOAT;
                    case DOUBLE -> TypeConstants.DOUBLE;
                    case DECIMAL -> toDecimalType(new BigDecimal(String.valueOf(value.text())));
                    case DATE -> TypeConstants.DATE;
                    case DATETIME -> TypeConstants.DATETIME;
                    case VARCHAR -> TypeConstants.VARCHAR;
                });
    }

    private static Type toDecimalType(BigDecimal value) {
        int precision = Math.max(value.precision(), value.scale());
        for (Type.Decimal.Kind kind :
                List.of(Type.Decimal.Kind.DECIMAL32, Type.Decimal.Kind.DECIMAL64, Type.Decimal.Kind.DECIMAL128)) {
            if (precision <= kind.maxDigits()) {
                return new Type.Decimal(kind, precision, value.scale());
            }
        }
        return new Type.Decimal(Type.Decimal.Kind.DECIMAL256, precision, value.scale());
    }

    int countParameters() {
        return segments.size() - 1;
    }
}
