package dev.cairn.data;

import java.time.LocalDate;

/** The total of the sales of a day. */
record Sales(LocalDate day, long total) {}
