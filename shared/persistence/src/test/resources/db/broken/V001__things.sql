CREATE TABEL things ();
