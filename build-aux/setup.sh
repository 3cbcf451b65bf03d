# SPDX-FileCopyrightText: 2026 The Meanwhile authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The part that run and check share: what has to be installed, and how a build folder is made.  Sourced by bash.
#
# What is missing is found by looking for the thing itself (a program, a pkg-config module, a file), so the question
# is the same on every distribution and only the answer, the packages' names, differs.

top=$(dirname "$(dirname "$(realpath "${BASH_SOURCE[0]}")")")

# looked for | Debian, Ubuntu | Fedora | Arch
packages_to_run='
program:gcc                    | gcc                  | gcc                 | gcc
file:/usr/include/stdio.h      | libc6-dev            | glibc-devel         | glibc
program:meson                  | meson                | meson               | meson
program:ninja                  | ninja-build          | ninja-build         | ninja
program:pkg-config             | pkgconf              | pkgconf-pkg-config  | pkgconf
program:msgfmt                 | gettext              | gettext             | gettext
program:glib-compile-resources | libglib2.0-dev-bin   | glib2-devel         | glib2-devel
program:update-desktop-database | desktop-file-utils  | desktop-file-utils  | desktop-file-utils
program:xmllint                | libxml2-utils        | libxml2             | libxml2
program:glib-compile-schemas   | libglib2.0-dev-bin   | glib2-devel         | glib2
module:gio-unix-2.0            | libglib2.0-dev       | glib2-devel         | glib2
module:json-glib-1.0           | libjson-glib-dev     | json-glib-devel     | json-glib
module:libsoup-3.0             | libsoup-3.0-dev      | libsoup3-devel      | libsoup3
module:sqlite3                 | libsqlite3-dev       | sqlite-devel        | sqlite
module:gnutls                  | libgnutls28-dev      | gnutls-devel        | gnutls
file:/usr/lib*/gio/modules/libgio*tls.so /usr/lib/*/gio/modules/libgio*tls.so | glib-networking | glib-networking | glib-networking
module:pangocairo              | libpango1.0-dev      | pango-devel         | pango
module:gtk4                    | libgtk-4-dev         | gtk4-devel          | gtk4
module:libadwaita-1            | libadwaita-1-dev     | libadwaita-devel    | libadwaita
module:gtksourceview-5         | libgtksourceview-5-dev | gtksourceview5-devel | gtksourceview5
file:/usr/share/icons/Adwaita  | adwaita-icon-theme librsvg2-common | adwaita-icon-theme | adwaita-icon-theme
font:                          | fonts-dejavu-core    | dejavu-sans-fonts dejavu-sans-mono-fonts | ttf-dejavu
'
packages_to_check='
program:clang                  | clang                | clang               | clang
program:Xvfb                   | xvfb                 | xorg-x11-server-Xvfb | xorg-server-xvfb
program:dbus-daemon            | dbus-daemon          | dbus-daemon         | dbus
program:setpriv                | util-linux           | util-linux          | util-linux
program:gsettings              | libglib2.0-bin       | glib2               | glib2
program:/usr/bin/python3       | python3              | python3             | python
file:/usr/lib*/at-spi* /usr/libexec/at-spi* | at-spi2-core | at-spi2-core    | at-spi2-core
file:/usr/lib*/girepository-1.0/Atspi* /usr/lib/*/girepository-1.0/Atspi* | gir1.2-atspi-2.0 | at-spi2-core | at-spi2-core
file:/usr/lib*/python3*/*-packages/gi | python3-gi    | python3-gobject-base | python-gobject
file:/usr/lib*/gcc/*/*/libasan* /usr/lib*/libasan* | gcc | libasan          | gcc
file:/usr/lib*/gcc/*/*/libubsan* /usr/lib*/libubsan* | gcc | libubsan       | gcc
file:/usr/lib*/gcc/*/*/libtsan* /usr/lib*/libtsan* | gcc | libtsan          | gcc
file:/usr/share/glib-2.0/schemas/org.gnome.desktop.interface.gschema.xml | gsettings-desktop-schemas | gsettings-desktop-schemas | gsettings-desktop-schemas
'

# is_there KIND:WHAT
is_there () {
  local what=${1#*:} file
  case $1 in
    program:*) command -v "$what" >/dev/null ;;
    module:*) pkg-config --exists "$what" 2>/dev/null ;;
    font:*) compgen -G '/usr/share/fonts/*' >/dev/null ;;
    file:*)
      for file in $what; do # several patterns, any of which will do
        compgen -G "$file" >/dev/null && return
      done
      return 1 ;;
  esac
}

# missing_packages TABLE COLUMN: the packages of that column (1 Debian, 2 Fedora, 3 Arch) whose thing is not there
missing_packages () {
  local cells package what
  declare -A seen=()
  while IFS='|' read -ra cells; do
    read -r what <<<"${cells[0]-}" # trims
    if [ -z "$what" ] || is_there "$what"; then
      continue
    fi
    for package in ${cells[$2]}; do
      [ -n "${seen[$package]-}" ] || echo -n "$package "
      seen[$package]=yes
    done
  done <<<"$1"
}

# ensure_installed TABLE INSTALL: installs what is missing (INSTALL yes), or says how and ends with 2
ensure_installed () {
  local manager install packages refresh='' sudo='' as_root='' answer
  [ "$(id -u)" = 0 ] || sudo='sudo '
  if command -v apt-get >/dev/null; then
    packages=$(missing_packages "$1" 1)
    install="env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends"
    refresh="apt-get update -q" # a bare machine has no lists yet
    manager=apt
  elif command -v dnf >/dev/null; then
    packages=$(missing_packages "$1" 2)
    install="dnf install -y --setopt=install_weak_deps=False"
    manager=dnf
  elif command -v pacman >/dev/null; then
    packages=$(missing_packages "$1" 3)
    install="pacman -S --needed --noconfirm"
    manager=pacman
  else
    packages=$(missing_packages "$1" 1)
    manager=none
  fi
  [ -n "$packages" ] || return 0

  if [ $manager = none ]; then
    echo "Missing (by their Debian names): $packages" >&2
    exit 2
  fi
  if [ "$2" = no ] || { [ -n "$sudo" ] && ! { [ -t 0 ] && command -v sudo >/dev/null; }; }; then
    echo "Missing: $packages" >&2
    [ -z "$sudo" ] || command -v sudo >/dev/null || sudo='' as_root=' as root'
    echo "Install$as_root with: ${refresh:+$sudo$refresh && }$sudo$install $packages" >&2
    exit 2
  fi
  if [ -n "$sudo" ]; then
    echo "To be installed: $packages"
    read -r -p "Run '$sudo$install …' now? [y/N] " answer || echo
    case $answer in
      [yYoO]*) ;; # "o" as in oui
      *) exit 2 ;;
    esac
  fi
  # shellcheck disable=SC2086 # lists of words
  [ -z "$refresh" ] || $sudo$refresh || : # some other source may be out of reach
  # shellcheck disable=SC2086 # lists of words
  $sudo$install $packages
}

# configure FOLDER OPTION…: a build folder with these options.  They are written into it, with the place of the
# sources, so that a changed option and a moved clone are noticed and nothing is done otherwise.
configure () {
  local folder=$1 stamp="$top ${*:2}"
  shift
  if [ -f "$folder/build.ninja" ] && [ "$stamp" = "$(cat "$folder/.options" 2>/dev/null)" ]; then
    return 0
  fi
  if [ -f "$folder/build.ninja" ]; then
    meson setup --reconfigure "$@" "$folder" "$top" || meson setup --wipe "$@" "$folder" "$top" || return
  else
    meson setup "$@" "$folder" "$top" || return
  fi
  echo "$stamp" >"$folder/.options"
}
