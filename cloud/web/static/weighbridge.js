// The weighings need no script of their own.
