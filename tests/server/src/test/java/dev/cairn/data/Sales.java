package dev.cairn.data;

import java.time.LocalDate;

/** The sales of a day. */
record Sales(LocalDate day, long total) {}
