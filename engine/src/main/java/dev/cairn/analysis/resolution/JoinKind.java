package dev.cairn.analysis.resolution;

import dev.cairn.sql.ast.Relation.JoinOperator;

/** The kinds of joins, regardless of their spelling. */
enum JoinKind {
    INNER,
    CROSS,
    LEFT_OUTER,
    RIGHT_OUTER,
    FULL_OUTER,
    LEFT_SEMI,
    RIGHT_SEMI,
    LEFT_ANTI,
    RIGHT_ANTI,
    NULL_AWARE_LEFT_ANTI,
    ASOF_INNER,
    ASOF_LEFT_OUTER;

    static JoinKind of(JoinOperator.Kind kind) {
        return switch (kind) {
            case JOIN, INNER_JOIN -> INNER;
            case CROSS, CROSS_JOIN -> CROSS;
            case LEFT_JOIN, LEFT_OUTER_JOIN -> LEFT_OUTER;
            case RIGHT_JOIN, RIGHT_OUTER_JOIN -> RIGHT_OUTER;
            case FULL_JOIN, FULL_OUTER_JOIN -> FULL_OUTER;
            case LEFT_SEMI_JOIN -> LEFT_SEMI;
            case RIGHT_SEMI_JOIN -> RIGHT_SEMI;
            case LEFT_ANTI_JOIN -> LEFT_ANTI;
            case RIGHT_ANTI_JOIN -> RIGHT_ANTI;
            case NULL_AWARE_LEFT_ANTI_JOIN -> NULL_AWARE_LEFT_ANTI;
            case ASOF_JOIN, ASOF_INNER_JOIN -> ASOF_INNER;
            case ASOF_LEFT_JOIN, ASOF_LEFT_OUTER_JOIN -> ASOF_LEFT_OUTER;
        };
    }

    boolean isAsof() {
        return this == ASOF_INNER || this == ASOF_LEFT_OUTER;
    }

    boolean isRightJoin() {
        return this == RIGHT_OUTER || this == RIGHT_SEMI || this == RIGHT_ANTI;
    }

    /** Returns the keywords of the join, such as {@code LEFT OUTER JOIN}. */
    String text() {
        return name().replace('_', ' ') + " JOIN";
    }
}
