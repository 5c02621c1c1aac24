import { useId } from "react";
import { ROLES, type Role } from "../../lib/config";

interface RoleSelectProps {
  name: string;
  role: Role | null;
  isKnown: boolean;
  control?: string | undefined;
  onRole: (role: Role | null) => void;
}

/** What a file holds, to be chosen. */
export function RoleSelect({ name, role, isKnown, control, onRole }: RoleSelectProps) {
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="visually-hidden">
        Role of {name}
      </label>
      <select
        id={id}
        value={role ?? ""}
        data-control={control}
        onChange={(event) => onRole((event.target.value || null) as Role | null)}
      >
        <option value="">{isKnown ? "Choose a role…" : "Reading…"}</option>
        {ROLES.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </>
  );
}
