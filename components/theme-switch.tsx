import { Monitor, Moon, Sun } from "lucide-react";
import { useSyncExternalStore } from "react";
import { currentTheme, onThemeChange, setTheme, THEMES, type Theme } from "./theme";
import styles from "./theme-switch.module.css";

const ICONS = { system: Monitor, light: Sun, dark: Moon };
const NAMES: Record<Theme, string> = { system: "System theme", light: "Light theme", dark: "Dark theme" };

export function ThemeSwitch() {
  const theme = useSyncExternalStore(onThemeChange, currentTheme, () => "system");
  return (
    <fieldset className={styles.switch}>
      <legend className="visually-hidden">Theme</legend>
      {THEMES.map((name) => {
        const Icon = ICONS[name];
        return (
          <label key={name} className={styles.option} title={NAMES[name]}>
            <input
              type="radio"
              name="theme"
              className="visually-hidden"
              checked={theme === name}
              onChange={() => setTheme(name)}
              aria-label={NAMES[name]}
            />
            <Icon size={14} aria-hidden />
          </label>
        );
      })}
    </fieldset>
  );
}
