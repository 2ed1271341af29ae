import { I18n } from "@grammyjs/i18n";

/** Values for a text. Strings are escaped for HTML, so that a name shows as it was typed. */
export type TextParams = Readonly<Record<string, string | number>>;

/** Gives the HTML of a text in one language. */
export type Translate = (key: string, params?: TextParams) => string;

const DEFAULT_LOCALE = "en";

/** The texts of locales/*.ftl. */
export class Texts {
  readonly #i18n: I18n;

  /** @param directory folder with one `<locale>.ftl` a language */
  constructor(directory: string) {
    this.#i18n = new I18n({
      defaultLocale: DEFAULT_LOCALE,
      directory,
      // Isolation marks would be copied along with a trigger word.
      fluentBundleOptions: { useIsolating: false },
    });
  }

  get locales(): readonly string[] {
    return this.#i18n.locales;
  }

  /** The nearest language there is for a BCP 47 tag: "pt-BR" is asked for as "pt", then English. */
  nearest(tag: string | undefined): string {
    const language = tag?.toLowerCase().split("-")[0] ?? "";
    return this.#i18n.locales.includes(language) ? language : DEFAULT_LOCALE;
  }

  /** A translator for one language. A key that is nowhere throws: a person never sees a bare key. */
  in(locale: string): Translate {
    return (key, params = {}) => {
      const escaped = Object.entries(params).map(([name, value]) => [
        name,
        typeof value === "string" ? escapeHtml(value) : value,
      ]);
      const text = this.#i18n.t(locale, key, Object.fromEntries(escaped) as Record<string, string | number>);
      if (text === `{${key}}`) throw new Error(`no text for ${key} in ${locale}`);
      return text;
    };
  }
}

export function escapeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
