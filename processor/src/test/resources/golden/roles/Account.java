package shop;

import dev.cairn.annotation.DuplicateKey;
import dev.cairn.annotation.Table;

@Table
@DuplicateKey("id")
record Account(long id, boolean active) {}
