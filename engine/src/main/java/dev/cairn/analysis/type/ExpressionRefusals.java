package dev.cairn.analysis.type;

import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;

/** Creates refusals with their position: the server names the first and the last token of an expression. */
public final class ExpressionRefusals {
    private ExpressionRefusals() {}

    public static Refusal at(Expression place, String detail) {
        return Refusal.located(place.span(), lastToken(place), detail);
    }

    private static Span lastToken(Expression place) {
        if (place instanceof Expression.Binary binary) {
            return lastToken(binary.right());
        }
        if (place instanceof Expression.Unary unary) {
            return lastToken(unary.operand());
        }
        if (place instanceof Expression.Like like) {
            return lastToken(like.pattern());
        }
        if (place instanceof Expression.Between between) {
            return lastToken(between.high());
        }
        if (place instanceof Expression.Reference reference) {
            return reference.name().last().span();
        }
        return isOneToken(place) ? place.span() : end(place.span(), place instanceof Expression.Case ? "END" : ")");
    }

    private static boolean isOneToken(Expression place) {
        return place instanceof Expression.Null
                || place instanceof Expression.Bool
                || place instanceof Expression.Number
                || place instanceof Expression.Text
                || place instanceof Expression.Hex;
    }

    private static Span end(Span span, String token) {
        int before = Math.max(0, span.length() - token.length());
        return new Span(span.line(), span.column() + before, span.offset() + before, token.length());
    }
}
