package com.acme.library;

import dev.cairn.annotation.Table;

/** A record on the class path whose descriptor has an older format. */
@Table
public record Older(long id) {}
