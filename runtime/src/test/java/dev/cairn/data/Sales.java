package dev.cairn.data;

import java.time.LocalDate;

/** What was sold on a day. */
record Sales(LocalDate day, long total) {}
