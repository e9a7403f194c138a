package dev.cairn.plan.step;

/** A remark on a plan that requires no statement; its text is for the user. */
public sealed interface PlanHint
        permits RenameHint, MovedTableHint, FirstRefreshHint, LengthHint, DroppedExternalObjectHint {}
